#nullable enable

using CommunityRealtime.EfCore.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommunityRealtime.EfCore.Migrations;

/// <summary>Adds the table of tickets.</summary>
[DbContext(typeof(CommunityChatDbContext))]
[Migration("20260501000000_Tickets")]
internal sealed class Tickets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var key = Providers.IsPostgres(migrationBuilder.ActiveProvider) ? "C" : null;
        migrationBuilder.CreateTable(
            name: "chat_ticket",
            columns: table => new
            {
                hash = table.Column<string>(maxLength: 64, nullable: false, collation: key),
                community_id = table.Column<string>(maxLength: 64, nullable: false, collation: key),
                user_id = table.Column<string>(maxLength: 128, nullable: false, collation: key),
                display_name = table.Column<string>(nullable: false),
                locale = table.Column<string>(maxLength: 3, nullable: true),
                region = table.Column<string>(maxLength: 2, nullable: true),
                credential_expires_at = table.Column<long>(nullable: true),
                expires_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_chat_ticket", ticket => ticket.hash));
        migrationBuilder.CreateIndex(name: "ix_chat_ticket_expiry", table: "chat_ticket", column: "expires_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("chat_ticket");
}
