using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Database;

/// <summary>The tables in the library's own context, which the library migrates.</summary>
internal sealed class OwnChatDatabase(IServiceScopeFactory scopes, IDbContextFactory<CommunityChatDbContext> contexts)
    : ChatDatabase(scopes)
{
    public override Task PrepareAsync(CancellationToken cancellationToken) => RunAsync(
        async (context, token) =>
        {
            // EF guards a migration of SQLite by a row that a killed process leaves behind for ever, so do not take it for nothing.
            var pending = await context.Database.GetPendingMigrationsAsync(token).ConfigureAwait(false);
            if (pending.Any())
            {
                await context.Database.MigrateAsync(token).ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);

    protected override async ValueTask<DbContext> CreateContextAsync(IServiceProvider services, CancellationToken cancellationToken)
        => await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
}
