using System.Data;
using System.Security.Cryptography;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Finds out whether a message could be stored: writes a row, takes it away again and commits, as much as the last append that failed.</summary>
/// <remarks>One instance serves the whole process; every member may be called at the same time as any other.</remarks>
internal sealed class WriteProbe(ChatDatabase database)
{
    /// <summary>Where no community is: they count from 1.</summary>
    private const long NoCommunity = 0;

    private const int MinCharacters = 1024;

    /// <summary>As much as one transaction holds.</summary>
    private const int MaxCharacters = 512 * 1024;

    /// <summary>How much the last transaction did not store; 0 when it stored everything.</summary>
    private int _failedCharacters;

    /// <summary>Takes note of what became of a transaction.</summary>
    public void Observe(IReadOnlyList<PendingAppend> appends)
    {
        var failed = 0;
        for (var i = 0; i < appends.Count; i++)
        {
            failed += appends[i].Result is null ? appends[i].Characters : 0;
        }

        Volatile.Write(ref _failedCharacters, failed);
    }

    /// <summary>Writes, and fails as an append would.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Random, so that no database makes it smaller than it is.
        var failed = Volatile.Read(ref _failedCharacters);
        var content = RandomNumberGenerator.GetHexString(Math.Clamp(failed, MinCharacters, MaxCharacters));
        await database.WriteAsync((context, token) => WriteAsync(context, content, token), cancellationToken).ConfigureAwait(false);
        Interlocked.CompareExchange(ref _failedCharacters, 0, failed);
    }

    private static async Task<bool> WriteAsync(DbContext context, string content, CancellationToken cancellationToken)
    {
        var row = new MessageRow { No = NoCommunity, Id = Random.Shared.NextInt64(), Content = content };
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        context.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<MessageRow>().Where(written => written.No == NoCommunity && written.Id == row.Id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
