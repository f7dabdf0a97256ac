using CommunityRealtime.Authentication;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

public sealed class SqliteTicketStoreTests(SqliteDatabases databases)
    : TicketStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;
    private ChatServices? _other;

    protected override ITicketStore Store => _chat!.Tickets;

    protected override ITicketStore OtherStore => _other!.Tickets;

    public async Task InitializeAsync()
    {
        _chat = await databases.SharedAsync();
        _other = await databases.OtherAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
