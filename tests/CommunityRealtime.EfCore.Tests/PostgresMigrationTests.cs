using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests;

[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresMigrationTests(PostgresDatabases databases) : MigrationTests(databases)
{
    protected override FormattableString Columns =>
        $"""
        SELECT concat(table_name, '.', column_name, ' ', data_type, '(' || character_maximum_length || ')',
            ' collate ' || collation_name, CASE is_nullable WHEN 'NO' THEN ' not null' END) AS "Value"
        FROM information_schema.columns
        WHERE table_name IN ('chat_head', 'chat_message', 'chat_member', 'chat_crisis_case')
        """;

    protected override string ExpectedColumns =>
        """
        chat_crisis_case.client_key character varying(80) collate C
        chat_crisis_case.community_id character varying(64) collate C not null
        chat_crisis_case.id character varying(36) collate C not null
        chat_crisis_case.is_anonymous boolean not null
        chat_crisis_case.level integer not null
        chat_crisis_case.protected_text text not null
        chat_crisis_case.raised_at bigint not null
        chat_crisis_case.user_id character varying(128) collate C not null
        chat_head.community_id character varying(64) collate C not null
        chat_head.epoch bigint not null
        chat_head.first bigint not null
        chat_head.last bigint not null
        chat_head.no bigint not null
        chat_member.community_id character varying(64) collate C not null
        chat_member.display_name text
        chat_member.role integer not null
        chat_member.status integer not null
        chat_member.user_id character varying(128) collate C not null
        chat_message.change bigint
        chat_message.client_key character varying(64) collate C
        chat_message.content text not null
        chat_message.created_at bigint not null
        chat_message.display_name text
        chat_message.flags integer not null
        chat_message.id bigint not null
        chat_message.no bigint not null
        chat_message.user_id character varying(128) collate C
        """;

    [FactOnMachinesWith("initdb")]
    public async Task MigrateCommunityChatAsync_NewDatabase_LeavesRoomBesideTheCounters()
    {
        await using var chat = await ChatServices.MigratedAsync(await Databases.CreateAsync());
        await using var context = chat.CreateContext();

        var options = await context.Database
            .SqlQuery<string>($"SELECT array_to_string(reloptions, ',') AS \"Value\" FROM pg_class WHERE relname = 'chat_head'").SingleAsync();

        Assert.Equal("fillfactor=50", options);
    }
}
