using System.Data.Common;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore.Diagnostics;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>A commit whose answer does not arrive: the transaction is real, only the answer is taken away.</summary>
public abstract class UnknownOutcomeTests(ITestDatabases databases)
{
    [SpecificationTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AppendAsync_AnswerOfTheCommitLost_StoresOnceAndSaysSo(bool committed)
    {
        var commits = new LostAnswers { Losses = 2, Committed = committed };
        await using var chat = await StartAsync(commits);
        var draft = Draft(NewCommunity());

        var result = await chat.Messages.AppendAsync(draft, CancellationToken.None);
        var repeated = await chat.Messages.AppendAsync(draft, CancellationToken.None);
        var next = await chat.Messages.AppendAsync(Draft(draft.Community), CancellationToken.None);

        Assert.Equal((AppendOutcome.Stored, 1), (result.Outcome, result.Message.Id));
        Assert.Equal((AppendOutcome.Duplicate, 1), (repeated.Outcome, repeated.Message.Id));
        Assert.Equal((AppendOutcome.Stored, 2), (next.Outcome, next.Message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_CommitsNeverSucceed_EndsWithAnError()
    {
        var commits = new LostAnswers { Losses = int.MaxValue, Committed = false };
        await using var chat = await StartAsync(commits);
        var draft = Draft(NewCommunity());

        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.AppendAsync(draft, CancellationToken.None));

        commits.Losses = 0;
        var result = await chat.Messages.AppendAsync(draft, CancellationToken.None);
        Assert.Equal((AppendOutcome.Stored, 1), (result.Outcome, result.Message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_CancelledDuringTheCommit_IsStillAnswered()
    {
        using var cancellation = new CancellationTokenSource();
        var commits = new LostAnswers { Committing = cancellation.Cancel };
        await using var chat = await StartAsync(commits);

        var result = await chat.Messages.AppendAsync(Draft(NewCommunity()), cancellation.Token);

        Assert.True(cancellation.IsCancellationRequested);
        Assert.Equal((AppendOutcome.Stored, 1), (result.Outcome, result.Message.Id));
    }

    private async Task<ChatServices> StartAsync(LostAnswers commits)
    {
        var database = await databases.CreateAsync();
        await using var migrated = await ChatServices.MigratedAsync(database);
        return ChatServices.On(options =>
        {
            database(options);
            options.AddInterceptors(commits);
        });
    }

    private sealed class LostAnswers : DbTransactionInterceptor
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
}
