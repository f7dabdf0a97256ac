using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Broadcast;

/// <summary>Saved before seen, in the order of the numbers: the rules, without a network.</summary>
public sealed class RoomPublisherTests
{
    private readonly IMessageStore _store = Substitute.For<IMessageStore>();
    private readonly IConnectionManager _connections = Substitute.For<IConnectionManager>();
    private readonly RoomPublisher _publisher;

    public RoomPublisherTests()
    {
        var services = TestFeeds.Services(_store, _connections);
        _publisher = new(_store, new CommunityFeeds(services), services.Metrics);
    }

    [Fact]
    public async Task Publish_BeforeTheStoreAnswers_HandsOutNothing()
    {
        var stored = new TaskCompletionSource<AppendResult>();
        _store.AppendAsync(default!, default).ReturnsForAnyArgs(new ValueTask<AppendResult>(stored.Task));

        var publishing = PublishAsync(Draft(5)).AsTask();
        _connections.DidNotReceiveWithAnyArgs().Broadcast(default!);
        stored.SetResult(Result(Draft(5), 1));
        await publishing;

        _connections.Received(1).Broadcast(Arg.Is<RoomEvent>(roomEvent => roomEvent.Sequence == 1));
    }

    [Fact]
    public async Task Publish_WhenTheStoreFails_HandsOutNothingAndTheNextOneWorks()
    {
        _store.AppendAsync(default!, default).ReturnsForAnyArgs(
            _ => ValueTask.FromException<AppendResult>(new MessageStoreException()),
            call => ValueTask.FromResult(Result(call.Arg<MessageDraft>(), 1)));
        await Assert.ThrowsAsync<MessageStoreException>(() => PublishAsync(Draft(5)).AsTask());
        _connections.DidNotReceiveWithAnyArgs().Broadcast(default!);

        await PublishAsync(Draft(5));

        _connections.ReceivedWithAnyArgs(1).Broadcast(default!);
    }

    [Theory]
    [InlineData(AppendOutcome.Duplicate)]
    [InlineData(AppendOutcome.Conflict)]
    public async Task Publish_WhatWasStoredBefore_IsNotHandedOutAgain(AppendOutcome outcome)
    {
        _store.AppendAsync(default!, default).ReturnsForAnyArgs(call => Result(call.Arg<MessageDraft>(), 1, outcome));

        _store.ReadHeadAsync(default, default).ReturnsForAnyArgs(new CommunityHead(7, 1));

        var result = await PublishAsync(Draft(5));

        Assert.Equal(outcome, result.Outcome);
        _connections.DidNotReceiveWithAnyArgs().Broadcast(default!);
    }

    [Fact]
    public async Task Publish_WhenHandingOutFails_IsStillStored()
    {
        _store.AppendAsync(default!, default).ReturnsForAnyArgs(call => Result(call.Arg<MessageDraft>(), 1));
        _connections.Broadcast(default!).ThrowsForAnyArgs(new InvalidOperationException());

        Assert.Equal(AppendOutcome.Stored, (await PublishAsync(Draft(5))).Outcome);
    }

    [Fact]
    public async Task Publish_ManyAtOnce_AreHandedOutInTheOrderOfTheirNumbers()
    {
        var store = new InMemoryMessageStore();
        var handedOut = new List<long>();
        _store.AppendAsync(default!, default).ReturnsForAnyArgs(call => new ValueTask<AppendResult>(StoreSlowlyAsync(call.Arg<MessageDraft>())));
        _connections.When(connections => connections.Broadcast(Arg.Any<RoomEvent>())).Do(call => handedOut.Add(call.Arg<RoomEvent>().Sequence));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => PublishAsync(Draft(5)).AsTask())));

        Assert.Equal(Enumerable.Range(1, 100).Select(id => (long)id), handedOut);

        // The number is given first, and the caller goes on at a time of its own: what a database does to two senders.
        async Task<AppendResult> StoreSlowlyAsync(MessageDraft draft)
        {
            var result = await store.AppendAsync(draft, default);
            await Task.Delay(Random.Shared.Next(0, 3));
            return result;
        }
    }

    [Fact]
    public async Task Publish_WhileAnotherCommunityWaitsForItsStore_DoesNotWait()
    {
        var stuck = new TaskCompletionSource<AppendResult>();
        _store.AppendAsync(Arg.Is<MessageDraft>(draft => draft.Community == new CommunityId(5)), default)
            .ReturnsForAnyArgs(call => call.Arg<MessageDraft>().Community == new CommunityId(5)
                ? new ValueTask<AppendResult>(stuck.Task)
                : new ValueTask<AppendResult>(Result(call.Arg<MessageDraft>(), 1)));

        var waiting = PublishAsync(Draft(5)).AsTask();
        await PublishAsync(Draft(6)).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.False(waiting.IsCompleted);
        stuck.SetResult(Result(Draft(5), 1));
        await waiting;
    }

    private async ValueTask<AppendResult> PublishAsync(MessageDraft draft) => await await _publisher.SubmitAsync(draft);

    private static MessageDraft Draft(int community) => new()
    {
        Community = new(community),
        Author = new(42),
        DisplayName = "Alice",
        Content = "x",
        IsAnonymous = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ClientId = Guid.NewGuid().ToString("N"),
    };

    private static AppendResult Result(MessageDraft draft, long id, AppendOutcome outcome = AppendOutcome.Stored) => new(outcome, new StoredMessage
    {
        Id = id,
        Community = draft.Community,
        Author = draft.Author,
        DisplayName = draft.DisplayName,
        Content = draft.Content,
        IsAnonymous = draft.IsAnonymous,
        CreatedAt = draft.CreatedAt,
    });
}
