using CommunityRealtime.Authentication;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>The stores as one process has them: a service provider of their own, and their own connections.</summary>
public sealed class ChatServices : ICommunityChatBuilder, IAsyncDisposable
{
    private readonly Lazy<ServiceProvider> _provider;

    private ChatServices() => _provider = new(
        () => Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));

    public IServiceCollection Services { get; } = new ServiceCollection();

    public IServiceProvider Provider => _provider.Value;

    public IMessageStore Messages => Provider.GetRequiredService<IMessageStore>();

    public ICommunityMemberStore Members => Provider.GetRequiredService<ICommunityMemberStore>();

    public ITicketStore Tickets => Provider.GetRequiredService<ITicketStore>();

    public ICrisisCaseStore Cases => Provider.GetRequiredService<ICrisisCaseStore>();

    public ICrisisOutbox Outbox => Provider.GetRequiredService<ICrisisOutbox>();

    /// <summary>Services without a store, to register one.</summary>
    public static ChatServices Empty() => new();

    /// <summary>The library's own context on a database whose tables may not be there yet.</summary>
    public static ChatServices On(Action<DbContextOptionsBuilder> database)
    {
        var services = new ChatServices();
        services.AddEntityFrameworkStore(database);
        return services;
    }

    /// <summary>The library's own context on a database with its tables.</summary>
    public static async Task<ChatServices> MigratedAsync(Action<DbContextOptionsBuilder> database)
    {
        var services = On(database);
        await services.Provider.MigrateCommunityChatAsync();
        return services;
    }

    /// <summary>An app's own context, with its tables made when they are not there yet.</summary>
    public static async Task<ChatServices> OnHostAsync<TContext>(Action<DbContextOptionsBuilder> database)
        where TContext : DbContext
    {
        var services = new ChatServices();
        services.Services.AddDbContext<TContext>(database);
        services.AddEntityFrameworkStore<TContext>();
        await using var scope = services.Provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TContext>().Database.EnsureCreatedAsync();
        return services;
    }

    /// <summary>The library's own context, to look behind the stores.</summary>
    public CommunityChatDbContext CreateContext()
        => Provider.GetRequiredService<IDbContextFactory<CommunityChatDbContext>>().CreateDbContext();

    public ValueTask DisposeAsync() => _provider.IsValueCreated ? _provider.Value.DisposeAsync() : ValueTask.CompletedTask;
}
