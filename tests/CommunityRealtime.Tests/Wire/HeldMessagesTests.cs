using System.Collections.Concurrent;
using CommunityRealtime.Crisis;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A message that waits for a review is kept, encrypted, shown to nobody, and its author is told so.</summary>
public sealed class HeldMessagesTests
{
    private readonly ConcurrentQueue<MessageDraft> _kept = new();
    private readonly IMessageStore _store = Substitute.For<IMessageStore>();

    public HeldMessagesTests() => _store.AppendAsync(Arg.Do<MessageDraft>(_kept.Enqueue), default).ReturnsForAnyArgs(
        call => call.Arg<MessageDraft>() is { } draft ? new AppendResult(AppendOutcome.Stored, Stored(draft)) : null!);

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_HeldByAService_IsShownToNobodyAndItsAuthorIsTold(Transport transport)
    {
        await using var app = await StartAsync(Judge, transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("unsure", isAnonymous: true);
        await alice.SendAsync("fine");

        var reply = await alice.ReceiveJsonAsync("system");
        Assert.Equal("safety", reply.GetProperty("role").GetString());
        Assert.Contains("waits for a review", reply.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("fine", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("fine", (await app.HistoryAsync(42)).Single().GetProperty("content").GetString());
    }

    [Fact]
    public async Task Message_HeldWithoutAClientId_IsKeptEncryptedBeforeItsAuthorIsTold()
    {
        await using var app = await StartAsync(Judge, _store);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("unsure", isAnonymous: true);
        await alice.ReceiveJsonAsync("system");

        var kept = Assert.Single(_kept);
        Assert.True(kept is { IsWithheld: true, IsAnonymous: true, DisplayName: null });
        Assert.Equal(new UserId(42), kept.Author);
        Assert.NotEmpty(kept.ClientId);
        Assert.DoesNotContain("unsure", kept.Content, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("unsure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_ThatCannotBeKept_IsNotCalledKept()
    {
        _store.AppendAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await StartAsync(Judge, _store);
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("unsure", clientId: "a-1");

        Assert.Equal("unavailable", (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Message_SentAgainUnderItsClientId_GetsTheSameReplyEvenWhenItWouldBeAllowedNow()
    {
        var verdict = SafetyVerdict.Hold;
        await using var app = await StartAsync(_ => verdict);
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("unsure", clientId: "a-1");
        var first = await alice.ReceiveTextAsync();
        await alice.SendAsync("unsure", clientId: "a-1");
        var again = await alice.ReceiveTextAsync();
        verdict = SafetyVerdict.Allow;
        await alice.SendAsync("unsure", clientId: "a-1");
        var later = await alice.ReceiveTextAsync();
        await alice.SendAsync("something else", clientId: "a-1");
        var other = await alice.ReceiveJsonAsync("error");

        Assert.Contains("waits for a review", first, StringComparison.Ordinal);
        Assert.Equal([first, first], [again, later]);
        Assert.Equal("conflict", other.GetProperty("code").GetString());
        Assert.Empty(await app.HistoryAsync(42));
    }

    [Theory]
    [InlineData("shown", "unavailable")]
    [InlineData("other", "conflict")]
    public async Task Message_HeldUnderTheClientIdOfOneThatIsShown_IsNotCalledKept(string text, string code)
    {
        var verdict = SafetyVerdict.Allow;
        await using var app = await StartAsync(_ => verdict);
        var alice = await app.ConnectV1Async(42);
        await alice.SendAsync("shown", clientId: "a-1");
        await alice.ReceiveJsonAsync();
        await alice.ReceiveJsonAsync();
        verdict = SafetyVerdict.Hold;

        await alice.SendAsync(text, clientId: "a-1");

        Assert.Equal(code, (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Message_HeldBecauseOfACrisis_OpensACase()
    {
        var service = new ScriptedSafetyService((_, _) => Task.FromResult(
            new SafetyAssessment { Verdict = SafetyVerdict.Hold, Category = SafetyCategory.Crisis, Level = CrisisLevel.Active }));
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<ISafetyService>(service));
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("goodbye");

        Assert.Contains("988", (await alice.ReceiveJsonAsync("system")).GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Single(await app.Services.GetRequiredService<ICrisisCaseStore>().AllAsync());
    }

    private static SafetyVerdict Judge(string text) => text == "unsure" ? SafetyVerdict.Hold : SafetyVerdict.Allow;

    private static Task<ChatApp> StartAsync(Func<string, SafetyVerdict> judge, IMessageStore? store = null, Transport transport = Transport.Direct) =>
        ChatApp.StartAsync(
            services: services =>
            {
                services.AddSingleton<ISafetyService>(new ScriptedSafetyService(judge));
                if (store is not null)
                {
                    services.AddSingleton(store);
                }
            },
            transport: transport);

    private static StoredMessage Stored(MessageDraft draft) => new()
    {
        Id = -1,
        Community = draft.Community,
        Author = draft.Author,
        DisplayName = draft.DisplayName,
        Content = draft.Content,
        IsAnonymous = draft.IsAnonymous,
        CreatedAt = draft.CreatedAt,
        IsWithheld = draft.IsWithheld,
    };
}
