using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
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
    public async Task AppendAsync_AnswerLostForARepeat_StillSaysThatItIsOne()
    {
        var commits = new LostAnswers { Committed = true };
        await using var chat = await StartAsync(commits);
        var community = NewCommunity();
        await chat.Messages.AppendAsync(Draft(community, clientId: "a-1"), CancellationToken.None);

        commits.Losses = 1;
        var repeated = await chat.Messages.AppendAsync(
            Draft(community, clientId: "a-1", createdAt: Noon.AddMinutes(1)), CancellationToken.None);

        Assert.Equal(0, commits.Losses);
        Assert.Equal((AppendOutcome.Duplicate, 1), (repeated.Outcome, repeated.Message.Id));
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
    public async Task AppendAsync_CancelledDuringTheCommit_EndsTheWaitAndNothingElse()
    {
        using var cancellation = new CancellationTokenSource();
        var commits = new LostAnswers { Committing = cancellation.Cancel };
        await using var chat = await StartAsync(commits);
        var draft = Draft(NewCommunity());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await chat.Messages.AppendAsync(draft, cancellation.Token));
        var repeated = await chat.Messages.AppendAsync(draft, CancellationToken.None);

        Assert.Equal((AppendOutcome.Duplicate, 1), (repeated.Outcome, repeated.Message.Id));
    }

    /// <summary>Stores in the library's own context or in an app's.</summary>
    protected virtual Task<ChatServices> StartAsync(Action<DbContextOptionsBuilder> database) => ChatServices.MigratedAsync(database);

    private async Task<ChatServices> StartAsync(LostAnswers commits)
    {
        var database = await databases.CreateAsync();
        await using (await StartAsync(database))
        {
            // The tables are made before answers are lost.
        }

        return await StartAsync(options =>
        {
            database(options);
            options.AddInterceptors(commits);
        });
    }
}
