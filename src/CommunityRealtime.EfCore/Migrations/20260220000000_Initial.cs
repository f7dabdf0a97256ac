using CommunityRealtime.EfCore.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommunityRealtime.EfCore.Migrations;

/// <summary>
/// Written by hand, without store types: each provider resolves its own, so that one migration serves them all. What only
/// one provider knows stands behind <see cref="MigrationBuilder.ActiveProvider"/>.
/// </summary>
[DbContext(typeof(CommunityChatDbContext))]
[Migration("20260220000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var postgres = Providers.IsPostgres(migrationBuilder.ActiveProvider);

        // Keys are compared byte by byte; the database's own collation would only be slower.
        var keyCollation = postgres ? "C" : null;

        migrationBuilder.CreateTable(
            name: "chat_head",
            columns: table => new
            {
                no = table.Column<long>(nullable: false),
                community_id = table.Column<string>(maxLength: 64, nullable: false, collation: keyCollation),
                epoch = table.Column<long>(nullable: false),
                last = table.Column<long>(nullable: false),
                first = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_chat_head", head => head.no));

        if (postgres)
        {
            // Room on the page for the next version of the row: the counter is then updated without touching an index.
            migrationBuilder.Sql("ALTER TABLE chat_head SET (fillfactor = 50)");
        }

        if (Providers.IsSqlite(migrationBuilder.ActiveProvider))
        {
            // EF cannot say WITHOUT ROWID, which keeps a community's messages side by side in the file.
            migrationBuilder.Sql(
                """
                CREATE TABLE "chat_message" (
                    "no" INTEGER NOT NULL,
                    "id" INTEGER NOT NULL,
                    "change" INTEGER NULL,
                    "user_id" TEXT NULL,
                    "client_key" TEXT NULL,
                    "created_at" INTEGER NOT NULL,
                    "flags" INTEGER NOT NULL,
                    "display_name" TEXT NULL,
                    "content" TEXT NOT NULL,
                    CONSTRAINT "PK_chat_message" PRIMARY KEY ("no", "id")
                ) WITHOUT ROWID
                """);
        }
        else
        {
            migrationBuilder.CreateTable(
                name: "chat_message",
                columns: table => new
                {
                    no = table.Column<long>(nullable: false),
                    id = table.Column<long>(nullable: false),
                    change = table.Column<long>(nullable: true),
                    user_id = table.Column<string>(maxLength: 128, nullable: true, collation: keyCollation),
                    client_key = table.Column<string>(maxLength: 64, nullable: true, collation: keyCollation),
                    created_at = table.Column<long>(nullable: false),
                    flags = table.Column<int>(nullable: false),
                    display_name = table.Column<string>(nullable: true),
                    content = table.Column<string>(nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_chat_message", message => new { message.no, message.id }));
        }

        migrationBuilder.CreateTable(
            name: "chat_member",
            columns: table => new
            {
                community_id = table.Column<string>(maxLength: 64, nullable: false, collation: keyCollation),
                user_id = table.Column<string>(maxLength: 128, nullable: false, collation: keyCollation),
                status = table.Column<int>(nullable: false),
                role = table.Column<int>(nullable: false),
                display_name = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_chat_member", member => new { member.community_id, member.user_id }));

        migrationBuilder.CreateTable(
            name: "chat_crisis_case",
            columns: table => new
            {
                id = table.Column<string>(maxLength: 36, nullable: false, collation: keyCollation),
                community_id = table.Column<string>(maxLength: 64, nullable: false, collation: keyCollation),
                user_id = table.Column<string>(maxLength: 128, nullable: false, collation: keyCollation),
                is_anonymous = table.Column<bool>(nullable: false),
                level = table.Column<int>(nullable: false),
                protected_text = table.Column<string>(nullable: false),
                raised_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_chat_crisis_case", crisisCase => crisisCase.id));

        migrationBuilder.CreateIndex(
            name: "ux_chat_head_community", table: "chat_head", column: "community_id", unique: true);
        migrationBuilder.CreateIndex(
            name: "ux_chat_message_key", table: "chat_message", columns: ["user_id", "no", "client_key"], unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_chat_message_change", table: "chat_message", columns: ["no", "change"], filter: "change IS NOT NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("chat_crisis_case");
        migrationBuilder.DropTable("chat_member");
        migrationBuilder.DropTable("chat_message");
        migrationBuilder.DropTable("chat_head");
    }
}
