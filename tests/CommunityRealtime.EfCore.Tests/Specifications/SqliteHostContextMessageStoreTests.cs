using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Tests.Specifications;

/// <summary>In the app's own context, where SQLite keeps the table in the form that EF Core gives it.</summary>
public sealed class SqliteHostContextMessageStoreTests(SqliteDatabases databases)
    : MessageStoreSpecification, IClassFixture<SqliteDatabases>, IAsyncLifetime
{
    private readonly ChatServices _chat = ChatServices.Empty();

    protected override IMessageStore Store => _chat.Messages;

    public async Task InitializeAsync()
    {
        var database = await databases.CreateAsync();
        _chat.Services.AddDbContext<HostContext>(database);
        _chat.AddEntityFrameworkStore<HostContext>();
        await using var scope = _chat.Provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HostContext>().Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync() => await _chat.DisposeAsync();
}
