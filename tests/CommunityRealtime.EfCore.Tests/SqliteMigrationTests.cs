using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqliteMigrationTests(SqliteDatabases databases) : MigrationTests(databases), IClassFixture<SqliteDatabases>
{
    protected override FormattableString Columns =>
        $"""
        SELECT t.name || '.' || c.name || ' ' || c.type || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END AS "Value"
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name IN ('chat_head', 'chat_message', 'chat_member', 'chat_ticket', 'chat_crisis_case', 'chat_crisis_entry', 'chat_crisis_event', 'chat_crisis_notice')
        """;

    protected override string ExpectedColumns =>
        """
        chat_crisis_case.acknowledged_at INTEGER
        chat_crisis_case.changed_at INTEGER not null
        chat_crisis_case.closed_at INTEGER
        chat_crisis_case.community_id TEXT not null
        chat_crisis_case.entry_count INTEGER not null
        chat_crisis_case.event_count INTEGER not null
        chat_crisis_case.id TEXT not null
        chat_crisis_case.is_anonymous INTEGER not null
        chat_crisis_case.level INTEGER not null
        chat_crisis_case.next_call_at INTEGER
        chat_crisis_case.open_slot INTEGER
        chat_crisis_case.owner_id TEXT
        chat_crisis_case.raised_at INTEGER not null
        chat_crisis_case.schedule TEXT not null
        chat_crisis_case.state INTEGER not null
        chat_crisis_case.step INTEGER not null
        chat_crisis_case.user_id TEXT
        chat_crisis_case.version INTEGER not null
        chat_crisis_entry.case_id TEXT not null
        chat_crisis_entry.client_key TEXT
        chat_crisis_entry.community_id TEXT not null
        chat_crisis_entry.is_anonymous INTEGER not null
        chat_crisis_entry.kind INTEGER not null
        chat_crisis_entry.level INTEGER not null
        chat_crisis_entry.number INTEGER not null
        chat_crisis_entry.protected_text TEXT
        chat_crisis_entry.user_id TEXT
        chat_crisis_entry.written_at INTEGER not null
        chat_crisis_event.actor_id TEXT
        chat_crisis_event.at INTEGER not null
        chat_crisis_event.case_id TEXT not null
        chat_crisis_event.kind INTEGER not null
        chat_crisis_event.number INTEGER not null
        chat_crisis_event.protected_reason TEXT
        chat_crisis_event.state INTEGER not null
        chat_crisis_notice.attempts INTEGER not null
        chat_crisis_notice.case_id TEXT not null
        chat_crisis_notice.channel TEXT not null
        chat_crisis_notice.community_id TEXT not null
        chat_crisis_notice.created_at INTEGER not null
        chat_crisis_notice.due_at INTEGER not null
        chat_crisis_notice.id TEXT not null
        chat_crisis_notice.kind INTEGER not null
        chat_crisis_notice.lease_owner TEXT
        chat_crisis_notice.leased_until INTEGER not null
        chat_crisis_notice.level INTEGER not null
        chat_crisis_notice.outcome INTEGER
        chat_crisis_notice.raised_at INTEGER not null
        chat_crisis_notice.settled_at INTEGER
        chat_crisis_notice.step INTEGER not null
        chat_head.community_id TEXT not null
        chat_head.epoch INTEGER not null
        chat_head.first INTEGER not null
        chat_head.last INTEGER not null
        chat_head.no INTEGER not null
        chat_member.community_id TEXT not null
        chat_member.display_name TEXT
        chat_member.role INTEGER not null
        chat_member.status INTEGER not null
        chat_member.user_id TEXT not null
        chat_message.change INTEGER
        chat_message.client_key TEXT
        chat_message.content TEXT not null
        chat_message.created_at INTEGER not null
        chat_message.display_name TEXT
        chat_message.flags INTEGER not null
        chat_message.id INTEGER not null
        chat_message.no INTEGER not null
        chat_message.user_id TEXT
        chat_ticket.community_id TEXT not null
        chat_ticket.credential_expires_at INTEGER
        chat_ticket.display_name TEXT not null
        chat_ticket.expires_at INTEGER not null
        chat_ticket.hash TEXT not null
        chat_ticket.user_id TEXT not null
        """;

    [Fact]
    public async Task MigrateCommunityChatAsync_NewFile_KeepsACommunitysMessagesTogether()
    {
        await using var chat = await ChatServices.MigratedAsync(await Databases.CreateAsync());
        await using var context = chat.CreateContext();

        var withoutRowid = await context.Database
            .SqlQuery<int>($"SELECT wr AS \"Value\" FROM pragma_table_list('chat_message')").SingleAsync();

        Assert.Equal(1, withoutRowid);
    }

    [Fact]
    public async Task Connection_Opened_IsDurableAndLetsReadersIn()
    {
        await using var chat = await ChatServices.MigratedAsync(await Databases.CreateAsync());
        await using var context = chat.CreateContext();

        var journal = await context.Database.SqlQuery<string>($"SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync();
        var synchronous = await context.Database.SqlQuery<int>($"SELECT synchronous AS \"Value\" FROM pragma_synchronous").SingleAsync();
        var busyTimeout = await context.Database.SqlQuery<int>($"SELECT timeout AS \"Value\" FROM pragma_busy_timeout").SingleAsync();

        const int Full = 2;
        Assert.Equal(("wal", Full, 5000), (journal, synchronous, busyTimeout));
    }

    [Fact]
    public async Task MigrateCommunityChatAsync_LockLeftByAKilledProcess_DoesNotWait()
    {
        await using var chat = await ChatServices.MigratedAsync(await Databases.CreateAsync());
        await using var context = chat.CreateContext();
        await context.Database.ExecuteSqlAsync(
            $"""INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-02-20 10:30:00')""");

        await chat.Provider.MigrateCommunityChatAsync().WaitAsync(TimeSpan.FromSeconds(10));

        await chat.Messages.AppendManyAsync(Drafts.NewCommunity(), 1);
    }
}
