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
        WHERE table_name IN ('chat_head', 'chat_message', 'chat_member', 'chat_ticket', 'chat_crisis_case', 'chat_crisis_entry', 'chat_crisis_event', 'chat_crisis_notice')
        """;

    protected override string ExpectedColumns =>
        """
        chat_crisis_case.acknowledged_at bigint
        chat_crisis_case.changed_at bigint not null
        chat_crisis_case.closed_at bigint
        chat_crisis_case.community_id character varying(64) collate C not null
        chat_crisis_case.entry_count integer not null
        chat_crisis_case.event_count integer not null
        chat_crisis_case.id character varying(36) collate C not null
        chat_crisis_case.is_anonymous boolean not null
        chat_crisis_case.level integer not null
        chat_crisis_case.next_call_at bigint
        chat_crisis_case.open_slot integer
        chat_crisis_case.owner_id character varying(128) collate C
        chat_crisis_case.raised_at bigint not null
        chat_crisis_case.schedule character varying(200) not null
        chat_crisis_case.state integer not null
        chat_crisis_case.step integer not null
        chat_crisis_case.user_id character varying(128) collate C
        chat_crisis_case.version bigint not null
        chat_crisis_entry.case_id character varying(36) collate C not null
        chat_crisis_entry.client_key character varying(80) collate C
        chat_crisis_entry.community_id character varying(64) collate C not null
        chat_crisis_entry.is_anonymous boolean not null
        chat_crisis_entry.kind integer not null
        chat_crisis_entry.level integer not null
        chat_crisis_entry.number integer not null
        chat_crisis_entry.protected_text text
        chat_crisis_entry.user_id character varying(128) collate C
        chat_crisis_entry.written_at bigint not null
        chat_crisis_event.actor_id character varying(128) collate C
        chat_crisis_event.at bigint not null
        chat_crisis_event.case_id character varying(36) collate C not null
        chat_crisis_event.kind integer not null
        chat_crisis_event.number integer not null
        chat_crisis_event.protected_reason text
        chat_crisis_event.state integer not null
        chat_crisis_notice.attempts integer not null
        chat_crisis_notice.case_id character varying(36) collate C not null
        chat_crisis_notice.channel character varying(64) collate C not null
        chat_crisis_notice.community_id character varying(64) collate C not null
        chat_crisis_notice.created_at bigint not null
        chat_crisis_notice.due_at bigint not null
        chat_crisis_notice.id character varying(36) collate C not null
        chat_crisis_notice.kind integer not null
        chat_crisis_notice.lease_owner character varying(64) collate C
        chat_crisis_notice.leased_until bigint not null
        chat_crisis_notice.level integer not null
        chat_crisis_notice.outcome integer
        chat_crisis_notice.raised_at bigint not null
        chat_crisis_notice.settled_at bigint
        chat_crisis_notice.step integer not null
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
        chat_ticket.community_id character varying(64) collate C not null
        chat_ticket.credential_expires_at bigint
        chat_ticket.display_name text not null
        chat_ticket.expires_at bigint not null
        chat_ticket.hash character varying(64) collate C not null
        chat_ticket.user_id character varying(128) collate C not null
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
