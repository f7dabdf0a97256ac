#nullable enable

using CommunityRealtime.EfCore.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommunityRealtime.EfCore.Migrations;

/// <summary>
/// Parts crisis cases from their messages, and adds their log and the outbox. A case from before becomes a resolved one with one message, for whoever
/// was called about it was called by the version of then.
/// </summary>
[DbContext(typeof(CommunityChatDbContext))]
[Migration("20260401000000_CrisisWorkflow")]
internal sealed class CrisisWorkflow : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var key = Providers.IsPostgres(migrationBuilder.ActiveProvider) ? "C" : null;
        CreateEntries(migrationBuilder, key);
        migrationBuilder.Sql(
            "INSERT INTO chat_crisis_entry (case_id, number, kind, community_id, user_id, client_key, is_anonymous, level, protected_text, written_at) "
            + "SELECT id, 1, 0, community_id, user_id, client_key, is_anonymous, level, protected_text, raised_at FROM chat_crisis_case");
        migrationBuilder.DropTable("chat_crisis_case");
        CreateCases(migrationBuilder, key);
        migrationBuilder.Sql(
            "INSERT INTO chat_crisis_case (id, community_id, user_id, is_anonymous, level, state, raised_at, changed_at, closed_at, schedule, step, "
            + "entry_count, event_count, version) SELECT case_id, community_id, user_id, is_anonymous, level, 6, written_at, written_at, written_at, "
            + "'0;1800;', 1, 1, 0, 1 FROM chat_crisis_entry");
        CreateEvents(migrationBuilder, key);
        CreateNotices(migrationBuilder, key);
        CreateIndexes(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        var key = Providers.IsPostgres(migrationBuilder.ActiveProvider) ? "C" : null;
        migrationBuilder.DropTable("chat_crisis_notice");
        migrationBuilder.DropTable("chat_crisis_event");
        migrationBuilder.DropTable("chat_crisis_case");
        migrationBuilder.CreateTable(
            name: "chat_crisis_case",
            columns: table => new
            {
                id = table.Column<string>(maxLength: 36, nullable: false, collation: key),
                community_id = table.Column<string>(maxLength: 64, nullable: false, collation: key),
                user_id = table.Column<string>(maxLength: 128, nullable: false, collation: key),
                is_anonymous = table.Column<bool>(nullable: false),
                level = table.Column<int>(nullable: false),
                protected_text = table.Column<string>(nullable: false),
                raised_at = table.Column<long>(nullable: false),
                client_key = table.Column<string>(maxLength: 80, nullable: true, collation: key),
            },
            constraints: table => table.PrimaryKey("PK_chat_crisis_case", crisisCase => crisisCase.id));
        migrationBuilder.Sql(
            "INSERT INTO chat_crisis_case (id, community_id, user_id, client_key, is_anonymous, level, protected_text, raised_at) "
            + "SELECT case_id, community_id, user_id, client_key, is_anonymous, level, protected_text, written_at FROM chat_crisis_entry "
            + "WHERE number = 1 AND user_id IS NOT NULL AND protected_text IS NOT NULL");
        migrationBuilder.DropTable("chat_crisis_entry");
        migrationBuilder.CreateIndex(
            name: "ux_chat_crisis_case_key", table: "chat_crisis_case", columns: ["user_id", "community_id", "client_key"], unique: true);
    }

    private static void CreateEntries(MigrationBuilder migrationBuilder, string? key) => migrationBuilder.CreateTable(
        name: "chat_crisis_entry",
        columns: table => new
        {
            case_id = table.Column<string>(maxLength: 36, nullable: false, collation: key),
            number = table.Column<int>(nullable: false),
            kind = table.Column<int>(nullable: false),
            community_id = table.Column<string>(maxLength: 64, nullable: false, collation: key),
            user_id = table.Column<string>(maxLength: 128, nullable: true, collation: key),
            client_key = table.Column<string>(maxLength: 80, nullable: true, collation: key),
            is_anonymous = table.Column<bool>(nullable: false),
            level = table.Column<int>(nullable: false),
            protected_text = table.Column<string>(nullable: true),
            written_at = table.Column<long>(nullable: false),
        },
        constraints: table => table.PrimaryKey("PK_chat_crisis_entry", entry => new { entry.case_id, entry.number }));

    private static void CreateCases(MigrationBuilder migrationBuilder, string? key) => migrationBuilder.CreateTable(
        name: "chat_crisis_case",
        columns: table => new
        {
            id = table.Column<string>(maxLength: 36, nullable: false, collation: key),
            community_id = table.Column<string>(maxLength: 64, nullable: false, collation: key),
            user_id = table.Column<string>(maxLength: 128, nullable: true, collation: key),
            is_anonymous = table.Column<bool>(nullable: false),
            open_slot = table.Column<int>(nullable: true),
            level = table.Column<int>(nullable: false),
            state = table.Column<int>(nullable: false),
            raised_at = table.Column<long>(nullable: false),
            changed_at = table.Column<long>(nullable: false),
            owner_id = table.Column<string>(maxLength: 128, nullable: true, collation: key),
            acknowledged_at = table.Column<long>(nullable: true),
            closed_at = table.Column<long>(nullable: true),
            schedule = table.Column<string>(maxLength: 200, nullable: false),
            step = table.Column<int>(nullable: false),
            next_call_at = table.Column<long>(nullable: true),
            entry_count = table.Column<int>(nullable: false),
            event_count = table.Column<int>(nullable: false),
            version = table.Column<long>(nullable: false),
        },
        constraints: table => table.PrimaryKey("PK_chat_crisis_case", crisisCase => crisisCase.id));

    private static void CreateEvents(MigrationBuilder migrationBuilder, string? key) => migrationBuilder.CreateTable(
        name: "chat_crisis_event",
        columns: table => new
        {
            case_id = table.Column<string>(maxLength: 36, nullable: false, collation: key),
            number = table.Column<int>(nullable: false),
            kind = table.Column<int>(nullable: false),
            state = table.Column<int>(nullable: false),
            actor_id = table.Column<string>(maxLength: 128, nullable: true, collation: key),
            protected_reason = table.Column<string>(nullable: true),
            at = table.Column<long>(nullable: false),
        },
        constraints: table => table.PrimaryKey("PK_chat_crisis_event", line => new { line.case_id, line.number }));

    private static void CreateNotices(MigrationBuilder migrationBuilder, string? key) => migrationBuilder.CreateTable(
        name: "chat_crisis_notice",
        columns: table => new
        {
            id = table.Column<string>(maxLength: 36, nullable: false, collation: key),
            case_id = table.Column<string>(maxLength: 36, nullable: false, collation: key),
            channel = table.Column<string>(maxLength: 64, nullable: false, collation: key),
            community_id = table.Column<string>(maxLength: 64, nullable: false, collation: key),
            kind = table.Column<int>(nullable: false),
            step = table.Column<int>(nullable: false),
            level = table.Column<int>(nullable: false),
            raised_at = table.Column<long>(nullable: false),
            created_at = table.Column<long>(nullable: false),
            due_at = table.Column<long>(nullable: false),
            attempts = table.Column<int>(nullable: false),
            lease_owner = table.Column<string>(maxLength: 64, nullable: true, collation: key),
            leased_until = table.Column<long>(nullable: false),
            outcome = table.Column<int>(nullable: true),
            settled_at = table.Column<long>(nullable: true),
        },
        constraints: table => table.PrimaryKey("PK_chat_crisis_notice", notice => notice.id));

    private static void CreateIndexes(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex(
            name: "ux_chat_crisis_case_open", table: "chat_crisis_case", columns: ["user_id", "community_id", "open_slot"], unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_chat_crisis_case_community", table: "chat_crisis_case", columns: ["community_id", "closed_at"]);
        migrationBuilder.CreateIndex(
            name: "ix_chat_crisis_case_call", table: "chat_crisis_case", column: "next_call_at", filter: "next_call_at IS NOT NULL");
        migrationBuilder.CreateIndex(name: "ix_chat_crisis_case_changed", table: "chat_crisis_case", column: "changed_at");
        migrationBuilder.CreateIndex(
            name: "ux_chat_crisis_entry_key", table: "chat_crisis_entry", columns: ["user_id", "community_id", "client_key"], unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_chat_crisis_notice_due", table: "chat_crisis_notice", columns: ["channel", "due_at"], filter: "outcome IS NULL");
        migrationBuilder.CreateIndex(name: "ix_chat_crisis_notice_case", table: "chat_crisis_notice", column: "case_id");
    }
}
