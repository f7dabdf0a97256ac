using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Database;

/// <summary>The tables in the library's own context, which the library migrates.</summary>
internal sealed class OwnChatDatabase(IServiceScopeFactory scopes, IDbContextFactory<CommunityChatDbContext> contexts)
    : ChatDatabase(scopes)
{
    /// <summary>How often to look again when a migration fails, since another server may have been the first.</summary>
    private const int MaxTries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await RunAsync(MigrateAsync, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (tries < MaxTries && DatabaseFailure.Is(exception))
            {
                // On PostgreSQL EF lets another server in between two migrations, and the later one of the two then fails and changes nothing.
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override async ValueTask<DbContext> CreateContextAsync(IServiceProvider services, CancellationToken cancellationToken)
        => await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);

    private static async Task<bool> MigrateAsync(DbContext context, CancellationToken cancellationToken)
    {
        // EF guards a migration of SQLite by a row that a killed process leaves behind for ever, so do not take it for nothing.
        var pending = await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false);
        if (pending.Any())
        {
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
