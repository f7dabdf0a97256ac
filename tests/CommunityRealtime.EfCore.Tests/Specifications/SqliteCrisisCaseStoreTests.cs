using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Safety;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

public sealed class SqliteCrisisCaseStoreTests(SqliteDatabases databases)
    : CrisisCaseStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;

    protected override ICrisisCaseStore Store => _chat!.Cases;

    public async Task InitializeAsync() => _chat = await databases.SharedAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
