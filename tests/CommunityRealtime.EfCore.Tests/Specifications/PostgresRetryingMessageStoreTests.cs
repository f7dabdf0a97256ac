using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Specifications;

/// <summary>With the provider's own retries on, in a database whose sessions are serializable by default.</summary>
[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresRetryingMessageStoreTests(PostgresDatabases databases) : MessageStoreSpecification, IAsyncLifetime
{
    private ChatServices? _chat;
    private ChatServices? _other;

    protected override IMessageStore Store => _chat!.Messages;

    protected override IMessageStore OtherStore => _other!.Messages;

    public async Task InitializeAsync()
    {
        var database = $"{await databases.SharedDatabaseAsync()};Options=-c default_transaction_isolation=serializable";
        _chat = ChatServices.On(options => options.UseNpgsql(database, npgsql => npgsql.EnableRetryOnFailure()));
        _other = ChatServices.On(options => options.UseNpgsql(database));
    }

    public async Task DisposeAsync()
    {
        await _chat!.DisposeAsync();
        await _other!.DisposeAsync();
    }
}
