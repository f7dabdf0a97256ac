using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

public sealed class SqliteMessageStoreTests(SqliteDatabases databases)
    : MessageStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;

    protected override IMessageStore Store => _chat!.Messages;

    public async Task InitializeAsync() => _chat = await databases.SharedAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
