using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresMessageStoreTests(PostgresDatabases databases) : MessageStoreSpecification, IAsyncLifetime
{
    private ChatServices? _chat;
    private ChatServices? _other;

    protected override IMessageStore Store => _chat!.Messages;

    protected override IMessageStore OtherStore => _other!.Messages;

    public async Task InitializeAsync()
    {
        _chat = await databases.SharedAsync();
        _other = await databases.OtherAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
