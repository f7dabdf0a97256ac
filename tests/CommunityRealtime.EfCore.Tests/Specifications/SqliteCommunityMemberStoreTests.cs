using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

public sealed class SqliteCommunityMemberStoreTests(SqliteDatabases databases)
    : CommunityMemberStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private ChatServices? _chat;

    protected override ICommunityMemberStore Store => _chat!.Members;

    public async Task InitializeAsync() => _chat = await databases.SharedAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
