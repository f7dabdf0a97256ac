using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresMessageStoreTests(PostgresDatabases databases) : MessageStoreSpecification, IAsyncLifetime
{
    private ChatServices? _chat;

    protected override IMessageStore Store => _chat!.Messages;

    public async Task InitializeAsync() => _chat = await databases.SharedAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
