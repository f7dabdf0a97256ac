using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests.Specifications;

/// <summary>By EF Core alone, as with any provider and any model.</summary>
[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresExtendedMessageStoreTests(PostgresDatabases databases) : MessageStoreSpecification, IAsyncLifetime
{
    private ChatServices? _chat;
    private ChatServices? _other;

    protected override IMessageStore Store => _chat!.Messages;

    protected override IMessageStore OtherStore => _other!.Messages;

    public async Task InitializeAsync()
    {
        var database = await databases.CreateAsync();
        _chat = await ChatServices.OnHostAsync<ExtendedContext>(database);
        _other = await ChatServices.OnHostAsync<ExtendedContext>(database);
    }

    public async Task DisposeAsync()
    {
        await _chat!.DisposeAsync();
        await _other!.DisposeAsync();
    }
}
