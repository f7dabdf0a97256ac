using System.Data.Common;
using CommunityRealtime.EfCore.Database;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Stores batches over one open connection, each in one transaction. One batch at a time; after a failure it is used no more.</summary>
internal abstract class BatchStore : IAsyncDisposable
{
    protected BatchPhase Phase { get; set; }

    /// <summary>Opens the connection and chooses the statements for it.</summary>
    public static async Task<BatchStore> OpenAsync(DbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

        // Only where the host left the tables as they are: conversions or columns of its own are EF Core's business.
        var tables = ChatTables.Find(context);
        return tables is null ? new PortableBatchStore(context)
            : Providers.IsSqlite(context.Database.ProviderName) ? new SqliteBatchStore(context, tables)
            : Providers.IsPostgres(context.Database.ProviderName) ? new PostgresBatchStore(context, tables)
            : new PortableBatchStore(context);
    }

    /// <summary>Stores what is new and finds what is there already, and gives every append its result or its failure.</summary>
    /// <returns>When the transaction is committed.</returns>
    public Task StoreAsync(IReadOnlyList<PendingAppend> appends, CancellationToken cancellationToken)
    {
        Phase = BatchPhase.Beginning;
        foreach (var append in appends)
        {
            append.Begin();
        }

        return RunAsync(appends, cancellationToken);
    }

    /// <summary>What an exception of <see cref="StoreAsync"/> says about the transaction.</summary>
    public virtual BatchFailure Explain(Exception exception) => Phase switch
    {
        BatchPhase.Beginning => BatchFailure.NotReached,
        BatchPhase.Writing => BatchFailure.Refused,
        _ => exception is DbException { IsTransient: false } ? BatchFailure.CommitRefused : BatchFailure.Unanswered,
    };

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>From here on the messages may be stored, whatever answer comes; a provider's retry strategy may then run the batch again.</summary>
    protected void BeginCommit(IReadOnlyList<PendingAppend> appends)
    {
        Phase = BatchPhase.Committing;
        foreach (var append in appends)
        {
            append.MayBeStored = true;
        }
    }

    protected abstract Task RunAsync(IReadOnlyList<PendingAppend> appends, CancellationToken cancellationToken);
}
