using System.Diagnostics;
using CommunityRealtime.Benchmarks.Broadcast;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;
using Xunit;

namespace CommunityRealtime.Benchmarks.Servers;

/// <summary>Two servers, one PostgreSQL and one Redis beside one server alone on PostgreSQL, with as many members and senders in all. Every delivery is checked.</summary>
internal sealed class ServersScenario(BenchmarkOptions options)
{
    private static readonly CrowdShape Shape = new(1, 1_000, Senders: 64);

    /// <summary>What members of an ordinary community do: enough to measure, and the machine is not busy.</summary>
    private static readonly CrowdShape Quiet = new(1, 100, Senders: 0);

    private const double QuietDeliveriesPerSecond = 5_000;
    private const double ModerateDeliveriesPerSecond = 100_000;

    private readonly ResultTable _costs = new(
        $"Two servers, {Shape.Members:N0} members of one community in all",
        ["load", "servers"],
        ["server CPU µs/delivery", "deliveries per CPU second, × one", "deliveries/s", "p50 ms", "p99 ms"]);

    private readonly ResultTable _delays = new(
        $"What a message takes, {Quiet.Members} members, {QuietDeliveriesPerSecond / Quiet.Members} messages/s",
        ["from a member of"],
        ["p50 ms", "p99 ms"]);

    private readonly ResultTable _outages = new(
        $"Redis away for {options.Outage.TotalSeconds} s, {Quiet.Members} members on two servers, {QuietDeliveriesPerSecond / Quiet.Members} messages/s",
        [],
        ["s from its return until everyone has everything"]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Programs.Find("redis-server") is null)
        {
            Console.WriteLine("\nSeveral servers are left out: this machine has no redis-server.");
            return;
        }

        await using var databases = await Databases.OpenAsync(options);
        if (!databases.Providers.Contains(Database.Postgres))
        {
            Console.WriteLine("\nSeveral servers are left out: they need PostgreSQL.");
            return;
        }

        var redis = new RedisServer();
        await using var first = await databases.CreateAsync(Database.Postgres);
        await using var second = await databases.CreateAsync(Database.Postgres);
        try
        {
            await redis.StartAsync();
            await using var one = await Contender.StartAsync("one", 1, first, redis: null, cancellationToken);
            await using var two = await Contender.StartAsync("two", 2, second, redis.ConnectionString, cancellationToken);
            foreach (var contender in new[] { one, two })
            {
                // Not recorded: the just-in-time compiler works longer than the warm-up of one cell.
                await contender.MeasureAsync(Shape, (crowd, time) => crowd.SendBackToBackAsync(time, cancellationToken), options.WarmUp, options.WarmUp, cancellationToken);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                await MeasureCostsAsync(one, two, round, cancellationToken);
                await MeasureDelaysAsync(two, cancellationToken);
            }

            await MeasureOutageAsync(two, redis, cancellationToken);
        }
        finally
        {
            await ((IAsyncLifetime)redis).DisposeAsync();
        }

        _costs.Print();
        _delays.Print();
        _outages.Print();
    }

    private async Task MeasureCostsAsync(Contender one, Contender two, int round, CancellationToken cancellationToken)
    {
        await MeasureAsync(
            $"{Shape.Senders} senders back to back", (crowd, time) => crowd.SendBackToBackAsync(time, cancellationToken));
        await MeasureAsync(
            $"{ModerateDeliveriesPerSecond / Shape.Members} messages/s", (crowd, time) => crowd.SendAtRateAsync(time, ModerateDeliveriesPerSecond, cancellationToken));

        async Task MeasureAsync(string load, Func<Crowd, TimeSpan, Task> send)
        {
            // Each round begins with the other one.
            Contender[] order = round % 2 == 0 ? [one, two] : [two, one];
            var results = new Dictionary<Contender, BroadcastResult>();
            foreach (var contender in order)
            {
                results[contender] = await contender.MeasureAsync(Shape, send, options.WarmUp, options.Duration, cancellationToken);
            }

            foreach (var (contender, result) in results.OrderBy(result => result.Key != one))
            {
                _costs.Add(
                    [load, contender.Name],
                    result.MicrosecondsPerDelivery,
                    results[one].MicrosecondsPerDelivery / result.MicrosecondsPerDelivery,
                    result.DeliveriesPerSecond,
                    result.MedianMilliseconds,
                    result.P99Milliseconds);
            }
        }
    }

    private async Task MeasureDelaysAsync(Contender two, CancellationToken cancellationToken)
    {
        await using var crowd = await two.ConnectAsync(Quiet, cancellationToken);
        await crowd.SendAtRateAsync(options.WarmUp, QuietDeliveriesPerSecond, cancellationToken);
        crowd.Forget();
        await crowd.SendAtRateAsync(options.Duration, QuietDeliveriesPerSecond, cancellationToken);
        Add("the same server", crowd.TakeLatenciesFromHere());
        Add("the other server", crowd.TakeLatenciesFromElsewhere());

        void Add(string from, Latencies latencies)
            => _delays.Add([from], latencies.PercentileMilliseconds(0.50), latencies.PercentileMilliseconds(0.99));
    }

    /// <summary>Members talk until Redis is back; a closed socket, a gap or a repeat would end the run.</summary>
    private async Task MeasureOutageAsync(Contender two, RedisServer redis, CancellationToken cancellationToken)
    {
        await using var crowd = await two.ConnectAsync(Quiet, cancellationToken);
        var sending = crowd.SendAtRateAsync(options.WarmUp + options.Outage, QuietDeliveriesPerSecond, cancellationToken);
        await Task.Delay(options.WarmUp, cancellationToken);
        await redis.KillAsync();
        await Task.Delay(options.Outage, cancellationToken);
        var returned = Stopwatch.GetTimestamp();
        await redis.StartAgainAsync();
        await sending;
        _outages.Add([], Stopwatch.GetElapsedTime(returned).TotalSeconds);
    }
}
