using System.Diagnostics;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>What becomes of messages that gather while the database is busy.</summary>
public abstract class GroupCommitTests(ITestDatabases databases)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [SpecificationTheory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task AppendAsync_SomeThatTheDatabaseRefusesAmongMany_FailAlone(int refused)
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await using (var context = chat.CreateContext())
        {
            // Stands for any rule of the database that a message may break.
            await context.Database.ExecuteSqlAsync($"CREATE UNIQUE INDEX one_per_name ON chat_message (display_name)");
        }

        await chat.Messages.AppendAsync(Draft(community, displayName: "taken"), CancellationToken.None);
        var bad = new bool[100];
        Array.Fill(bad, true, 50, refused);

        var held = await HeldDatabase.HoldAsync(chat);
        var appends = bad.Select((isBad, number) => chat.Messages.AppendAsync(
            Draft(community, $"message {number}", displayName: isBad ? "taken" : $"name {number}"), CancellationToken.None).AsTask()).ToArray();
        await held.DisposeAsync();

        for (var number = 0; number < bad.Length; number++)
        {
            if (bad[number])
            {
                await Assert.ThrowsAsync<MessageStoreException>(() => appends[number]);
            }
            else
            {
                Assert.Equal(AppendOutcome.Stored, (await appends[number]).Outcome);
            }
        }

        var stored = await chat.Messages.ReadAsync(MessageQuery.After(community, 0, 1000), CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 1 + bad.Length - refused).Select(number => (long)number), stored.Select(message => message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_MoreThanCanWait_AnswersAtOnceWhenToComeBack()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);
        const int Senders = 12_000;

        var held = await HeldDatabase.HoldAsync(chat);
        var drafts = Enumerable.Range(0, Senders).Select(number => Draft(community, $"message {number}")).ToArray();
        var appends = drafts.Select(draft => chat.Messages.AppendAsync(draft, CancellationToken.None).AsTask()).ToArray();
        var busy = appends.Where(append => append.IsFaulted).ToArray();

        // Some thousands wait, and so does the one batch that is under way.
        Assert.InRange(busy.Length, 1, Senders - 1000);
        await held.DisposeAsync();
        await Task.WhenAll(appends.Except(busy)).WaitAsync(Deadline);
        var refused = drafts[Array.IndexOf(appends, busy[0])];
        var again = await chat.Messages.AppendAsync(refused, CancellationToken.None);

        Assert.All(busy, append => Assert.InRange(
            Assert.IsType<MessageStoreException>(append.Exception!.InnerException).RetryAfter!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)));
        Assert.Equal(AppendOutcome.Stored, again.Outcome);
        Assert.Equal(Senders - busy.Length + 2, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [SpecificationFact]
    public async Task AppendAsync_LongTextsThatCannotAllWait_AreRefusedBeforeMemoryIsFull()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);
        var text = new string('a', 1_000_000);

        var held = await HeldDatabase.HoldAsync(chat);
        var appends = Enumerable.Range(0, 40).Select(
            _ => chat.Messages.AppendAsync(Draft(community, text), CancellationToken.None).AsTask()).ToArray();
        var busy = appends.Count(append => append.IsFaulted);
        await held.DisposeAsync();
        await Task.WhenAll(appends.Where(append => !append.IsFaulted)).WaitAsync(Deadline);

        Assert.InRange(busy, 1, 39);
        Assert.Equal(41 - busy, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [SpecificationFact]
    public async Task AppendAsync_CancelledWhileItWaits_EndsTheWaitAtOnceAndNothingElse()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);
        using var cancellation = new CancellationTokenSource();
        var draft = Draft(community);

        var held = await HeldDatabase.HoldAsync(chat);
        var first = chat.Messages.AppendAsync(Draft(community), CancellationToken.None).AsTask();
        var cancelled = chat.Messages.AppendAsync(draft, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Deadline));
        Assert.False(first.IsCompleted);
        await held.DisposeAsync();

        Assert.Equal(2, (await first).Message.Id);
        Assert.Equal(AppendOutcome.Duplicate, (await chat.Messages.AppendAsync(draft, CancellationToken.None)).Outcome);
    }

    [SpecificationFact]
    public async Task Host_StoppedWhileMessagesWait_StoresThemAndTakesNoMore()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);

        var held = await HeldDatabase.HoldAsync(chat);
        var appends = AppendMany(chat, community);
        var stopping = Lifetime(chat).StoppedAsync(CancellationToken.None);
        var late = await Assert.ThrowsAsync<MessageStoreException>(
            () => chat.Messages.AppendAsync(Draft(community), CancellationToken.None).AsTask().WaitAsync(Deadline));
        Assert.False(stopping.IsCompleted);
        await held.DisposeAsync();
        await stopping.WaitAsync(Deadline);

        Assert.Null(late.RetryAfter);
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendOutcome.Stored, result.Outcome));
        Assert.Equal(1 + appends.Length, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [SpecificationFact]
    public async Task Host_StoppedAndOutOfPatience_LeavesNobodyWaiting()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);
        using var patience = new CancellationTokenSource();

        await using (await HeldDatabase.HoldAsync(chat))
        {
            var appends = AppendMany(chat, community);
            var stopping = Lifetime(chat).StoppedAsync(patience.Token);
            Assert.False(stopping.IsCompleted);
            var clock = Stopwatch.StartNew();
            await patience.CancelAsync();
            await stopping.WaitAsync(Deadline);

            foreach (var append in appends)
            {
                await Assert.ThrowsAsync<MessageStoreException>(() => append.WaitAsync(Deadline));
            }

            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        }
    }

    [SpecificationFact]
    public async Task Services_DisposedWhileMessagesWait_LeaveNobodyWaiting()
    {
        var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);

        var held = await HeldDatabase.HoldAsync(chat);
        var appends = AppendMany(chat, community);
        var disposing = chat.DisposeAsync().AsTask();
        await held.DisposeAsync();
        await disposing.WaitAsync(Deadline);

        Assert.All(appends, append => Assert.True(append.IsCompleted));
        Assert.Equal(AppendOutcome.Stored, (await appends[0]).Outcome);
    }

    private static IHostedLifecycleService Lifetime(ChatServices chat)
        => Assert.Single(chat.Provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>());

    private static Task<AppendResult>[] AppendMany(ChatServices chat, CommunityId community)
        => [.. Enumerable.Range(0, 30).Select(_ => chat.Messages.AppendAsync(Draft(community), CancellationToken.None).AsTask())];
}
