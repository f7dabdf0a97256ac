using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

/// <summary>In the app's own context, where SQLite keeps the table in the form that EF Core gives it.</summary>
public sealed class SqliteHostContextMessageStoreTests(SqliteDatabases databases)
    : MessageStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;

    protected override IMessageStore Store => _chat!.Messages;

    public async Task InitializeAsync() => _chat = await ChatServices.OnHostAsync<HostContext>(await databases.CreateAsync());

    public async Task DisposeAsync() => await _chat!.DisposeAsync();
}
