using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>What the meter tells of a chat.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Meter_OfAChat_CountsConnectionsEventsAndDeliveriesAndNamesNobody()
    {
        var sums = new ConcurrentDictionary<string, double>();
        var tags = new ConcurrentBag<string>();
        await using var app = await ChatApp.StartAsync();
        using var listener = Listen(app.Services.GetRequiredService<IMeterFactory>(), sums, tags);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("hello");
        await bob.ReceiveMessageAsync();
        Assert.Equal(2, sums["communityrealtime.connections"]);
        await Eventually.TrueAsync(() => sums.GetValueOrDefault("communityrealtime.pass.duration") > 0);
        await bob.CloseAsync();

        await Eventually.TrueAsync(() => sums["communityrealtime.connections"] == 1);
        Assert.Equal(1, sums["communityrealtime.events"]);
        Assert.Equal(2, sums["communityrealtime.deliveries"]);
        Assert.Equal(1, sums["communityrealtime.connections.closed"]);
        Assert.Equal(1, sums["communityrealtime.messages"]);
        Assert.Equal(1, sums["community_chat.safety.verdicts"]);
        Assert.InRange(sums["communityrealtime.append.duration"], double.Epsilon, 10);
        Assert.InRange(sums["community_chat.safety.duration"], double.Epsilon, 10);
        Assert.Equal(["code=1000", "outcome=stored", "reason=goodbye", "verdict=allow"], tags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Meter_OfAChatWhoseClientsComeBackOrDoNotRead_TellsTheReplayAndWhatWaits()
    {
        var sums = new ConcurrentDictionary<string, double>();
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);
        for (var i = 0; i < 7; i++)
        {
            await alice.SendAsync($"{i}");
            await alice.ReceiveMessageAsync();
        }

        using var listener = Listen(app.Services.GetRequiredService<IMeterFactory>(), sums, []);
        var bob = await app.ConnectAsync(43, query: "&after=2");
        for (var i = 0; i < 5; i++)
        {
            await bob.ReceiveMessageAsync();
        }

        await Eventually.TrueAsync(() => sums.GetValueOrDefault("communityrealtime.replay.messages") == 5, "the size of the replay");
        listener.RecordObservableInstruments();
        Assert.Equal(0, sums["communityrealtime.queue.bytes"]);

        await app.ConnectAsync(43, receiveBufferBytes: 4_096);
        var text = new string('x', 1_900);
        for (var i = 0; i < 150; i++)
        {
            await alice.SendAsync(text);
            await alice.ReceiveMessageAsync();
        }

        listener.RecordObservableInstruments();
        Assert.InRange(sums["communityrealtime.queue.greatest"], 50_000, 256 * 1_024);
        Assert.InRange(sums["communityrealtime.queue.bytes"], sums["communityrealtime.queue.greatest"], double.MaxValue);
    }

    [Fact]
    public async Task Meter_OfAChatWithLimits_CountsTheConnectionsThatFoundNoPlace()
    {
        var sums = new ConcurrentDictionary<string, double>();
        var tags = new ConcurrentBag<string>();
        await using var app = await ChatApp.StartAsync(options => (options.Connections.MaxConnections, options.Connections.MaxPerUser) = (3, 1));
        using var listener = Listen(app.Services.GetRequiredService<IMeterFactory>(), sums, tags);
        await app.ConnectAsync(42);
        await app.ConnectAsync(43);
        Assert.False(sums.ContainsKey("communityrealtime.connections.refused"));

        var third = await app.OpenMemberAsync(42);
        using var fourth = await app.AskForSocketAsync(Tokens.For("43"));
        await third.ReceiveCloseAsync();

        Assert.Equal(2, sums["communityrealtime.connections.refused"]);
        Assert.Equal(["code=1013", "limit=server", "limit=user", "reason=too_many_connections"], tags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Meter_OfAServerBesideAnother_TellsTheLagOfTheBackplaneAndWhatWasReadFromTheStoreInstead()
    {
        var sums = new ConcurrentDictionary<string, double>();
        await using var servers = await TwoServers.StartAsync(configure: options => options.Backplane.CompareInterval = TimeSpan.FromMilliseconds(200));
        using var listener = Listen(servers.Two.Services.GetRequiredService<IMeterFactory>(), sums, []);
        var alice = await servers.One.ConnectAsync(42);
        var bob = await servers.Two.ConnectAsync(43);

        await alice.SendAsync("whose second is not told", isAnonymous: true);
        await bob.ReceiveMessageAsync();
        Assert.False(sums.ContainsKey("communityrealtime.backplane.lag"));
        await alice.SendAsync("carried");
        await bob.ReceiveMessageAsync();
        Assert.InRange(sums["communityrealtime.backplane.lag"], 0, 10);
        Assert.False(sums.ContainsKey("communityrealtime.backplane.repairs"));

        servers.Backplane.Carry = _ => [];
        await alice.SendAsync("lost");
        await bob.ReceiveMessageAsync();
        Assert.Equal(1, sums["communityrealtime.backplane.repairs"]);
    }

    [Fact]
    public async Task Meter_OfAChat_CountsAConnectionThatAnswersNoPingAsCutOnce()
    {
        var sums = new ConcurrentDictionary<string, double>();
        var tags = new ConcurrentBag<string>();
        await using var app = await ChatApp.StartAsync(options => (options.Sockets.KeepAliveInterval, options.Sockets.KeepAliveTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        using var listener = Listen(app.Services.GetRequiredService<IMeterFactory>(), sums, tags);
        using var silent = await RawMember.ConnectAsync(app, 42);

        await Eventually.TrueAsync(() => sums.GetValueOrDefault("communityrealtime.connections") == 1, "the member to be in");
        await Eventually.TrueAsync(() => sums["communityrealtime.connections"] == 0, "the member to be cut");

        Assert.Equal(1, sums["communityrealtime.connections.cut"]);
        Assert.Contains("reason=no_answer", tags);
    }

    /// <summary>Listens to the meter of one app: others run in the same process.</summary>
    private static MeterListener Listen(IMeterFactory factory, ConcurrentDictionary<string, double> sums, ConcurrentBag<string> tags)
    {
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> with)
        {
            sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            foreach (var (name, tag) in with)
            {
                tags.Add($"{name}={tag}");
            }
        }

        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "CommunityRealtime" && instrument.Meter.Scope == factory)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, with, _) => Add(instrument, value, with));
        listener.SetMeasurementEventCallback<double>((instrument, value, with, _) => Add(instrument, value, with));
        listener.Start();
        return listener;
    }
}
