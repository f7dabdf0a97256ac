using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>Takes away the answers of commits.</summary>
internal sealed class LostAnswers : DbTransactionInterceptor
{
    /// <summary>How many answers are lost.</summary>
    public int Losses { get; set; }

    /// <summary>Whether the commit reaches the database before its answer is lost.</summary>
    public bool Committed { get; init; }

    public Action Committing { get; init; } = () => { };

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Committing();
        if (Losses > 0)
        {
            Losses--;
            if (Committed)
            {
                await transaction.CommitAsync(cancellationToken);
            }

            throw new TimeoutException("The answer was lost.");
        }

        return result;
    }
}
