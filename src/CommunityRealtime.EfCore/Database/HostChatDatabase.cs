using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Database;

/// <summary>The tables in the app's own context, which the app migrates.</summary>
internal sealed class HostChatDatabase<TContext>(IServiceScopeFactory scopes) : ChatDatabase(scopes)
    where TContext : DbContext
{
    public override Task PrepareAsync(CancellationToken cancellationToken) => RunAsync(
        (context, _) => context.Model.FindEntityType(typeof(MessageRow)) is not null
            ? Task.FromResult(true)
            : throw new InvalidOperationException(
                $"{typeof(TContext).Name} does not hold the chat's tables. Call modelBuilder.UseCommunityChat() in its "
                + "OnModelCreating and add a migration."),
        cancellationToken);

    protected override async ValueTask<DbContext> CreateContextAsync(IServiceProvider services, CancellationToken cancellationToken)
        => services.GetService<IDbContextFactory<TContext>>() is { } factory
            ? await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false)
            : services.GetRequiredService<TContext>();
}
