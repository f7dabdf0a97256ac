using System.Collections.Concurrent;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A withheld message appears nowhere; its author is answered, and in a crisis a human is called.</summary>
public sealed class SafetyTests
{
    private static readonly SafetyAssessment Crisis = new()
    {
        Verdict = SafetyVerdict.Withhold,
        Category = SafetyCategory.Crisis,
        Level = CrisisLevel.Acute,
        SafeReply = "We are here.\nPlease call.",
    };

    private readonly ISafetyService _safety = Substitute.For<ISafetyService>();
    private readonly ScriptedCrisisStore _cases = new();
    private readonly ICrisisNotifier _notifier = Substitute.For<ICrisisNotifier>();

    public SafetyTests()
    {
        _safety.AssessUserMessageAsync(default!, default).ReturnsForAnyArgs(SafetyAssessment.Allow);
        _notifier.Name.Returns("test");
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task CrisisMessage_WithTheBuiltInGate_IsAnsweredPrivatelyAndShownToNobody(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("I am going to kill myself tonight");

        var reply = await alice.ReceiveJsonAsync();
        Assert.Equal("system", reply.GetProperty("type").GetString());
        Assert.Equal("safety", reply.GetProperty("role").GetString());
        Assert.Contains("findahelpline.com", reply.GetProperty("content").GetString(), StringComparison.Ordinal);
        await alice.SendAsync("thank you");
        Assert.Equal("thank you", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal(1, (await app.HistoryAsync(43)).Single().GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task CrisisMessage_InTwoPieces_IsWithheldAtTheSecond()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("honestly I just want");
        await bob.ReceiveMessageAsync();
        await alice.ReceiveMessageAsync();
        await bob.SendAsync("to the cinema, all of us?");
        await alice.ReceiveMessageAsync();
        await alice.SendAsync("to kill myself");

        Assert.Equal("safety", (await alice.ReceiveJsonAsync()).GetProperty("role").GetString());
        Assert.Equal(2, (await app.HistoryAsync(43)).Count);
    }

    [Fact]
    public async Task Message_AboutSomebodyElseInDanger_IsShownAndSupportOfferedOnce()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("my best friend keeps saying she wants to die");
        await alice.ReceiveMessageAsync();
        var offer = await alice.ReceiveJsonAsync();
        await alice.SendAsync("my friend says she wants to die and I am scared");
        await alice.ReceiveMessageAsync();
        await alice.SendAsync("thank you");

        Assert.Equal("safety", offer.GetProperty("role").GetString());
        Assert.Contains("was posted", offer.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("thank you", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task CrisisMessage_SentAgainUnderItsClientId_GetsTheSameReplyAndNoSecondCase()
    {
        const string Text = "I am going to kill myself tonight";
        var notified = new ConcurrentQueue<CrisisNotice>();
        _notifier.NotifyAsync(Arg.Do<CrisisNotice>(notified.Enqueue), default).ReturnsForAnyArgs(ValueTask.CompletedTask);
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(_notifier));
        var phone = await app.ConnectV1Async(42);
        await phone.SendAsync(Text, clientId: "a-1");
        var first = await phone.ReceiveTextAsync();

        var laptop = await app.ConnectV1Async(42);
        await laptop.SendAsync(Text, clientId: "a-1");
        var again = await laptop.ReceiveTextAsync();
        await laptop.SendAsync("What a day", clientId: "a-1");
        var other = await laptop.ReceiveJsonAsync("error");

        Assert.Contains("\"client_id\":\"a-1\"", first, StringComparison.Ordinal);
        Assert.Equal(first, again);
        Assert.Equal("conflict", other.GetProperty("code").GetString());
        await Eventually.TrueAsync(() => !notified.IsEmpty);
        Assert.Single((await app.Services.GetRequiredService<ICrisisCaseStore>().AllAsync()).SelectMany(file => file.Entries));
        Assert.Single(notified);
        Assert.Empty(await app.HistoryAsync(43));
    }

    [Fact]
    public async Task CrisisMessage_OpensACaseBeforeTheReplyAndCallsTheNotifier()
    {
        await using var app = await StartAsync();
        Judge("goodbye", Crisis);
        var stored = new TaskCompletionSource();
        var asked = new TaskCompletionSource<CrisisEntry>();
        _cases.BeforeAdd = entry =>
        {
            asked.SetResult(entry);
            return stored.Task;
        };
        var notified = new TaskCompletionSource<CrisisNotice>();
        _notifier.NotifyAsync(Arg.Do<CrisisNotice>(notified.SetResult), default).ReturnsForAnyArgs(ValueTask.CompletedTask);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("goodbye", isAnonymous: true);
        var entry = await asked.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var reply = alice.ReceiveTextAsync();
        Assert.NotSame(reply, await Task.WhenAny(reply, Task.Delay(200)));
        stored.SetResult();

        Assert.Equal("""{"type":"system","role":"safety","content":"We are here.\nPlease call."}""", await reply);
        Assert.Equal((new CommunityId(5), new UserId(42), true, CrisisLevel.Acute), (entry.Community, entry.Writer!.Value, entry.IsAnonymous, entry.Level));
        Assert.DoesNotContain("goodbye", entry.ProtectedText!, StringComparison.Ordinal);
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(CrisisTextProtection.Purpose);
        Assert.Equal("goodbye", protector.Unprotect(entry.ProtectedText!));
        var notice = await notified.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var crisisCase = Assert.Single(await _cases.AllAsync()).Case;
        Assert.Equal((crisisCase.Id, crisisCase.Community, crisisCase.Level, crisisCase.RaisedAt), (notice.CaseId, notice.Community, notice.Level, notice.RaisedAt));
    }

    [Fact]
    public async Task CrisisMessage_WhoseCaseCannotBeStored_IsNotAnsweredAsIfItWere()
    {
        await using var app = await StartAsync();
        Judge("goodbye", Crisis);
        _cases.BeforeAdd = _ => throw new CrisisCaseStoreException();
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("goodbye");

        Assert.Contains("not posted", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        await _notifier.DidNotReceiveWithAnyArgs().NotifyAsync(default!, default);
        Assert.Contains(app.Logs.Lines, line => line is { Id: 1402, Level: Microsoft.Extensions.Logging.LogLevel.Critical });
    }

    [Fact]
    public async Task CrisisMessage_WhoseNotifierHangs_KeepsNobodyWaiting()
    {
        await using var app = await StartAsync(options => options.Crisis.NotifyTimeout = TimeSpan.FromSeconds(1));
        Judge("goodbye", Crisis);
        _notifier.NotifyAsync(default!, default).ReturnsForAnyArgs(_ => new ValueTask(new TaskCompletionSource().Task));
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("goodbye");
        await alice.SendAsync("still here");

        Assert.Equal("system", (await alice.ReceiveJsonAsync()).GetProperty("type").GetString());
        Assert.Equal("still here", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        await Eventually.TrueAsync(() => app.Logs.Lines.Any(line => line.Id == 1404), "the failure in the log");
    }

    [Fact]
    public async Task CrisisNotices_ThatWaitAtShutdown_AreStillSent()
    {
        await using var app = await StartAsync();
        Judge("goodbye", Crisis);
        var released = new TaskCompletionSource();
        var sent = 0;
        _notifier.NotifyAsync(default!, default).ReturnsForAnyArgs(_ => new ValueTask(released.Task.ContinueWith(
            _ => Interlocked.Increment(ref sent), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        for (var user = 42; user < 62; user++)
        {
            await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(
                new CommunityId(5), new UserId(user), CommunityMembership.Member(), CancellationToken.None);
            var client = await app.ConnectAsync(user);
            await client.SendAsync("goodbye");
            await client.ReceiveJsonAsync();
        }

        var stopping = app.StopAsync();
        released.SetResult();
        await stopping;

        Assert.Equal(20, sent);
    }

    [Fact]
    public async Task WithheldMessage_WithoutACategory_OpensACaseToo()
    {
        await using var app = await StartAsync();
        Judge("goodbye", new() { Verdict = SafetyVerdict.Withhold });
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("goodbye");

        Assert.Contains("It is kept", (await alice.ReceiveJsonAsync()).GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, _cases.Adds);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task HarmfulMessage_IsRefusedPrivatelyWithoutACase(Transport transport)
    {
        await using var app = await StartAsync(transport: transport);
        Judge("bad", new() { Verdict = SafetyVerdict.Refuse, Category = SafetyCategory.Harm });
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("bad");
        await alice.SendAsync("good");

        var reply = await alice.ReceiveJsonAsync();
        Assert.Equal("safety", reply.GetProperty("role").GetString());
        Assert.NotEmpty(reply.GetProperty("content").GetString()!);
        Assert.Equal("good", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal(0, _cases.Adds);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_AllowedWithSupport_IsShownAndItsAuthorOfferedHelpBehindIt(Transport transport)
    {
        await using var app = await StartAsync(transport: transport);
        Judge("sad", new() { Verdict = SafetyVerdict.AllowWithSupport, SafeReply = "We care." });
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("sad");
        await alice.SendAsync("next");

        Assert.Equal("sad", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("""{"type":"system","role":"safety","content":"We care."}""", await alice.ReceiveTextAsync());
        Assert.Equal("sad", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("next", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("never answers")]
    [InlineData("gives nothing")]
    public async Task Message_WithoutAJudgement_IsNotShown(string service)
    {
        await using var app = await StartAsync(options => options.Safety.TimeBudget = TimeSpan.FromMilliseconds(300));
        var late = new TaskCompletionSource<SafetyAssessment>();
        _safety.AssessUserMessageAsync(Arg.Is<SafetyRequest>(request => request.Text == "unjudged"), Arg.Any<CancellationToken>()).Returns(_ => service switch
        {
            "throws" => throw new InvalidOperationException("secret text"),
            "never answers" => new ValueTask<SafetyAssessment>(late.Task),
            _ => new ValueTask<SafetyAssessment>((SafetyAssessment)null!),
        });
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("unjudged");
        Assert.Contains("not posted", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        late.TrySetResult(SafetyAssessment.Allow);
        await alice.SendAsync("judged");

        Assert.Equal("judged", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Single(await app.HistoryAsync(42));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("secret text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_SlowToJudge_DelaysNoOtherSender()
    {
        await using var app = await StartAsync();
        var verdict = new TaskCompletionSource<SafetyAssessment>();
        _safety.AssessUserMessageAsync(Arg.Is<SafetyRequest>(request => request.Text == "slow"), Arg.Any<CancellationToken>())
            .Returns(new ValueTask<SafetyAssessment>(verdict.Task));
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("slow");
        await bob.SendAsync("quick");
        Assert.Equal("quick", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        verdict.SetResult(SafetyAssessment.Allow);

        Assert.Equal("slow", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task SafetyService_IsToldTheTextAndTheCommunityAndNoIdentity()
    {
        Assert.Equal(["Community", "Recent", "Text"], typeof(SafetyRequest).GetProperties().Select(property => property.Name).Order());
        await using var app = await StartAsync();
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("judge me");
        await alice.ReceiveMessageAsync();

        await _safety.Received(1).AssessUserMessageAsync(
            Arg.Is<SafetyRequest>(request => request.Text == "judge me" && request.Community == new CommunityId(5)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Message_WhenTheStoreIsGone_IsRefusedAndTheSocketLivesOn()
    {
        var store = Substitute.For<IMessageStore>();
        store.AppendAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException("no text here", new TimeoutException("secret text")));
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store));
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("lost?");
        Assert.Contains("not posted", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        store.AppendAsync(default!, default).ReturnsForAnyArgs(call => new AppendResult(AppendOutcome.Stored, Stored(call.Arg<MessageDraft>())));
        await alice.SendAsync("back");

        Assert.Equal("back", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Contains(app.Logs.Lines, line => line.Id == 1301 && line.Text.Contains("MessageStoreException < TimeoutException", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("secret text", StringComparison.Ordinal));

        static StoredMessage Stored(MessageDraft draft) => new()
        {
            Id = 1,
            Community = draft.Community,
            Author = draft.Author,
            DisplayName = draft.DisplayName,
            Content = draft.Content,
            IsAnonymous = draft.IsAnonymous,
            CreatedAt = draft.CreatedAt,
        };
    }

    private void Judge(string text, SafetyAssessment assessment) => _safety
        .AssessUserMessageAsync(Arg.Is<SafetyRequest>(request => request.Text == text), Arg.Any<CancellationToken>()).Returns(assessment);

    private Task<ChatApp> StartAsync(Action<CommunityChatOptions>? configure = null, Transport transport = Transport.Direct) => ChatApp.StartAsync(
        configure, services => services.AddSingleton(_safety).AddSingleton<ICrisisCaseStore>(_cases).AddSingleton(_cases.Outbox).AddSingleton(_notifier), transport: transport);
}
