using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using CommunityRealtime.Webhooks.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Webhooks.Tests;

/// <summary>What a receiver gets.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private const string Other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly FakeTimeProvider _time = new(new(2026, 2, 20, 10, 31, 30, 500, TimeSpan.Zero));
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public Task DisposeAsync() => _receiver.DisposeAsync().AsTask();

    [Fact]
    public async Task NotifyAsync_Notice_SendsWhichCaseAndWhyAndNothingElse()
    {
        using var webhook = new Webhook(_receiver.Url, time: _time);
        var notice = Webhook.Notice(raisedAt: new(2026, 2, 20, 11, 30, 0, 123, TimeSpan.FromHours(1)));

        await webhook.SendAsync(notice);

        var request = Assert.Single(_receiver.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/hooks/path-token?key=query-token", request.Target);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(
            $$"""{"id":"{{notice.Id}}","type":"crisis.raised","case_id":"{{notice.CaseId}}","community_id":5,"level":"acute","step":2,"raised_at":"2026-02-20T10:30:00.123Z","waiting_seconds":90}""",
            Encoding.UTF8.GetString(request.Body));
        Assert.Empty(webhook.Log.Lines);
    }

    [Theory]
    [InlineData(CrisisNoticeKind.Raised, "crisis.raised")]
    [InlineData(CrisisNoticeKind.LevelRaised, "crisis.level_raised")]
    [InlineData(CrisisNoticeKind.Reminder, "crisis.reminder")]
    [InlineData(CrisisNoticeKind.Escalated, "crisis.escalated")]
    [InlineData(CrisisNoticeKind.NobodyOnDuty, "crisis.nobody_on_duty")]
    [InlineData(CrisisNoticeKind.Reopened, "crisis.reopened")]
    public async Task NotifyAsync_EveryKind_HasItsType(CrisisNoticeKind kind, string type)
    {
        using var webhook = new Webhook(_receiver.Url);

        await webhook.SendAsync(Webhook.Notice(kind));

        Assert.Equal(type, Assert.Single(_receiver.Requests).Json.GetProperty("type").GetString());
    }

    [Fact]
    public void Kinds_AllOfThem_HaveANameOnTheWire() =>
        Assert.All(Enum.GetValues<CrisisNoticeKind>(), kind => Assert.NotEmpty(CrisisWebhookBody.Write(Webhook.Notice(kind), DateTimeOffset.UtcNow)));

    [Theory]
    [InlineData(CrisisLevel.Passive, "passive")]
    [InlineData(CrisisLevel.Active, "active")]
    [InlineData(CrisisLevel.Acute, "acute")]
    public async Task NotifyAsync_EveryLevel_HasItsName(CrisisLevel level, string name)
    {
        using var webhook = new Webhook(_receiver.Url);

        await webhook.SendAsync(Webhook.Notice(level: level));

        Assert.Equal(name, Assert.Single(_receiver.Requests).Json.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("9007199254740992", "\"9007199254740992\"")]
    [InlineData("05", "\"05\"")]
    [InlineData("night-group", "\"night-group\"")]
    public async Task NotifyAsync_Community_IsWrittenAsInTheChat(string community, string json)
    {
        using var webhook = new Webhook(_receiver.Url);

        await webhook.SendAsync(Webhook.Notice(community: community));

        Assert.Equal(json, Assert.Single(_receiver.Requests).Json.GetProperty("community_id").GetRawText());
    }

    [Fact]
    public async Task NotifyAsync_ClockBehindTheCase_WaitsNoSeconds()
    {
        using var webhook = new Webhook(_receiver.Url, time: _time);

        await webhook.SendAsync(Webhook.Notice(raisedAt: _time.GetUtcNow().AddSeconds(3)));

        Assert.Equal(0, Assert.Single(_receiver.Requests).Json.GetProperty("waiting_seconds").GetInt64());
    }

    [Fact]
    public async Task NotifyAsync_TwoSecrets_ReceiverWithEitherTrustsIt()
    {
        using var webhook = new Webhook(_receiver.Url, options => options.Secrets.Add(Other), _time);

        await webhook.SendAsync();

        var request = Assert.Single(_receiver.Requests);
        Assert.True(request.IsSignedWith(Webhook.Secret, _time.GetUtcNow()));
        Assert.True(request.IsSignedWith(Other, _time.GetUtcNow()));
        Assert.False(request.IsSignedWith("whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", _time.GetUtcNow()));
    }

    [Fact]
    public async Task NotifyAsync_ChangedOnTheWayOrReplayedLater_IsNotTrusted()
    {
        using var webhook = new Webhook(_receiver.Url, time: _time);
        await webhook.SendAsync();
        var request = Assert.Single(_receiver.Requests);

        var tampered = request with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body).Replace("acute", "passive", StringComparison.Ordinal)) };

        Assert.True(request.IsSignedWith(Webhook.Secret, _time.GetUtcNow().AddMinutes(5)));
        Assert.False(tampered.IsSignedWith(Webhook.Secret, _time.GetUtcNow()));
        Assert.False(request.IsSignedWith(Webhook.Secret, _time.GetUtcNow().AddMinutes(6)));
    }

    [Fact]
    public async Task NotifyAsync_SameNoticeLater_CarriesTheSameIdAndAFreshSignature()
    {
        using var webhook = new Webhook(_receiver.Url, time: _time);
        var notice = Webhook.Notice();

        await webhook.SendAsync(notice);
        _time.Advance(TimeSpan.FromHours(1));
        await webhook.SendAsync(notice);

        Assert.Equal([notice.Id.ToString(), notice.Id.ToString()], _receiver.Requests.Select(request => request.Id));
        Assert.True(_receiver.Requests[1].IsSignedWith(Webhook.Secret, _time.GetUtcNow()));
        Assert.False(_receiver.Requests[0].IsSignedWith(Webhook.Secret, _time.GetUtcNow()));
    }

    [Fact]
    public async Task NotifyAsync_InsideATrace_TellsTheReceiverNothingOfIt()
    {
        using var webhook = new Webhook(_receiver.Url);
        using var activity = new Activity("request").AddBaggage("user", "42");
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped =>
            {
                // Other tests go on meanwhile.
                if (stopped.TraceId == activity.TraceId)
                {
                    traced.Enqueue(stopped.OperationName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        activity.Start();

        await webhook.SendAsync();

        var names = Assert.Single(_receiver.Requests).Headers.Keys.Order(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["Content-Length", "Content-Type", "Host", "User-Agent", "webhook-id", "webhook-signature", "webhook-timestamp"], names);
        Assert.Empty(traced);
    }
}
