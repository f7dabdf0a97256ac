using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

public sealed class SqliteCrisisCaseStoreTests(SqliteDatabases databases)
    : CrisisCaseStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;
    private ChatServices? _other;

    protected override ICrisisCaseStore Store => _chat!.Cases;

    protected override ICrisisOutbox Outbox => _chat!.Outbox;

    protected override ICrisisCaseStore OtherStore => _other!.Cases;

    protected override ICrisisOutbox OtherOutbox => _other!.Outbox;

    public async Task InitializeAsync()
    {
        _chat = await databases.SharedAsync();
        _other = await databases.OtherAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
