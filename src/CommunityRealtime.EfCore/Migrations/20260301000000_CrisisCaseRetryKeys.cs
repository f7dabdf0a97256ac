using CommunityRealtime.EfCore.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommunityRealtime.EfCore.Migrations;

/// <summary>Gives crisis cases a retry key. Those from before have none.</summary>
[DbContext(typeof(CommunityChatDbContext))]
[Migration("20260301000000_CrisisCaseRetryKeys")]
internal sealed class CrisisCaseRetryKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "client_key",
            table: "chat_crisis_case",
            maxLength: 80,
            nullable: true,
            collation: Providers.IsPostgres(migrationBuilder.ActiveProvider) ? "C" : null);
        migrationBuilder.CreateIndex(
            name: "ux_chat_crisis_case_key", table: "chat_crisis_case", columns: ["user_id", "community_id", "client_key"], unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ux_chat_crisis_case_key", table: "chat_crisis_case");
        if (Providers.IsSqlite(migrationBuilder.ActiveProvider))
        {
            // EF would copy the whole table, as old versions of SQLite needed.
            migrationBuilder.Sql("ALTER TABLE chat_crisis_case DROP COLUMN client_key");
        }
        else
        {
            migrationBuilder.DropColumn(name: "client_key", table: "chat_crisis_case");
        }
    }
}
