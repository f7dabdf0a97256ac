using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Database;

/// <summary>A context with the services it came from. One caller at a time.</summary>
internal sealed class ChatSession(AsyncServiceScope scope, DbContext context) : IAsyncDisposable
{
    public DbContext Context => context;

    public async ValueTask DisposeAsync()
    {
        await using var _ = scope.ConfigureAwait(false);
        await context.DisposeAsync().ConfigureAwait(false);
    }
}
