using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Safety;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

public sealed class SqliteCrisisCaseStoreTests(SqliteDatabases databases)
    : CrisisCaseStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;
    private ChatServices? _other;

    protected override ICrisisCaseStore Store => _chat!.Cases;

    protected override ICrisisCaseStore OtherStore => _other!.Cases;

    public async Task InitializeAsync()
    {
        _chat = await databases.SharedAsync();
        _other = await databases.OtherAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
