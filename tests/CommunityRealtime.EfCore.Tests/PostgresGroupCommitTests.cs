using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresGroupCommitTests(PostgresDatabases databases) : GroupCommitTests(databases)
{
    private readonly PostgresDatabases _databases = databases;

    [SpecificationFact]
    public async Task AppendAsync_RefusedNotBeforeTheCommit_IsNotAcknowledged()
    {
        await using var chat = await ChatServices.MigratedAsync(await _databases.CreateAsync());
        await using (var context = chat.CreateContext())
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
                CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON chat_message DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.content = 'bad') EXECUTE FUNCTION refuse()
                """);
        }

        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);
        var held = await HeldDatabase.HoldAsync(chat);
        var first = chat.Messages.AppendAsync(Draft(community), CancellationToken.None).AsTask();
        var bad = chat.Messages.AppendAsync(Draft(community, "bad"), CancellationToken.None).AsTask();
        var last = chat.Messages.AppendAsync(Draft(community), CancellationToken.None).AsTask();
        await held.DisposeAsync();

        await Assert.ThrowsAsync<MessageStoreException>(() => bad);
        Assert.Equal(new long[] { 2, 3 }, new[] { (await first).Message.Id, (await last).Message.Id });
    }
}
