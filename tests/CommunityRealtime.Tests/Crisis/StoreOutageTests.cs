using System.Data;
using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>The workflow of a whole host while its store or a channel is away.</summary>
public sealed class StoreOutageTests
{
    private static readonly SafetyAssessment Acute = new() { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = CrisisLevel.Acute };

    [Fact]
    public async Task Notice_DuringAnOutageOfTheOutbox_IsDeliveredAfterIt()
    {
        var store = new InMemoryCrisisCaseStore();
        var isOut = true;
        var outbox = Substitute.For<ICrisisOutbox>();
        outbox.LeaseAsync(default!, default!, default, default, default, default).ReturnsForAnyArgs(call => Volatile.Read(ref isOut)
            ? throw new CrisisCaseStoreException("away", new DataException("secret"))
            : store.LeaseAsync(call.ArgAt<string>(0), call.ArgAt<string>(1), call.ArgAt<DateTimeOffset>(2), call.ArgAt<DateTimeOffset>(3), call.ArgAt<int>(4), default));
        outbox.SettleAsync(default, default!, default, default, default).ReturnsForAnyArgs(call =>
            store.SettleAsync(call.ArgAt<Guid>(0), call.ArgAt<string>(1), call.ArgAt<NoticeOutcome>(2), call.ArgAt<DateTimeOffset>(3), default));
        var pager = new RecordingNotifier();
        await using var app = await StartAsync(services => services
            .AddSingleton<ICrisisCaseStore>(store).AddSingleton(outbox).AddSingleton<ICrisisNotifier>(pager));
        await RaiseAsync(app);
        await Eventually.TrueAsync(() => app.Logs.Lines.Any(line => line.Id == 1406), "the outage in the log");
        Assert.Empty(pager.Attempts);

        Volatile.Write(ref isOut, false);

        await Eventually.TrueAsync(() => pager.Taken.Count == 1, "the notice after the outage");
        await Task.Delay(100);
        Assert.Single(pager.Taken);

        // Looked for every 20 ms by two channels: each says once that the outbox is away.
        Assert.InRange(app.Logs.Lines.Count(line => line.Id == 1406), 1, 2);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notice_WhileAnotherChannelHangs_IsDelivered()
    {
        var hanging = Substitute.For<ICrisisNotifier>();
        hanging.Name.Returns("hanging");
        hanging.NotifyAsync(default!, default).ReturnsForAnyArgs(_ => new ValueTask(new TaskCompletionSource().Task));
        var pager = new RecordingNotifier();
        await using var app = await StartAsync(services => services.AddSingleton(hanging).AddSingleton<ICrisisNotifier>(pager));

        for (var number = 1; number <= 20; number++)
        {
            await RaiseAsync(app, number);
        }

        await Eventually.TrueAsync(() => pager.Taken.Count == 20, "all notices at the channel that works");
    }

    private static async Task<ChatApp> StartAsync(Action<IServiceCollection> services)
    {
        var safety = Substitute.For<ISafetyService>();
        safety.AssessUserMessageAsync(default!, default).ReturnsForAnyArgs(Acute);
        return await ChatApp.StartAsync(
            options => (options.Crisis.PollInterval, options.Crisis.NotifyTimeout) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2)),
            all => services(all.AddSingleton(safety)));
    }

    private static async Task RaiseAsync(ChatApp app, int author = 42) => Assert.NotNull(await app.Services.GetRequiredService<CrisisCases>()
        .RaiseAsync(CrisisBench.Draft("goodbye", author: new UserId(author)), CrisisLevel.Acute));
}
