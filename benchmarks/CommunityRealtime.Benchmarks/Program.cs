using System.Runtime.InteropServices;
using CommunityRealtime.Benchmarks;
using CommunityRealtime.Benchmarks.Allocations;
using CommunityRealtime.Benchmarks.Append;
using CommunityRealtime.Benchmarks.Arrivals;
using CommunityRealtime.Benchmarks.Broadcast;
using CommunityRealtime.Benchmarks.Defences;
using CommunityRealtime.Benchmarks.Frames;
using CommunityRealtime.Benchmarks.History;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;
using CommunityRealtime.Benchmarks.Servers;
using CommunityRealtime.Benchmarks.Tokens;
using CommunityRealtime.Benchmarks.WholeHost;

if (args is [ServerProcess.Mode, ..])
{
    return await ServerProcess.ServeAsync(args[1..]);
}

if (args is [AppenderProcess.Mode, ..])
{
    return await AppenderProcess.ServeAsync(args[1..]);
}

if (!BenchmarkOptions.TryParse(args, out var options))
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 1;
}

// Interrupted, the program still stops its servers and removes its files. A terminal interrupts the server process too, so
// whatever fails from then on says nothing.
using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

try
{
    MachineFacts.Print(options);
    if (options.Runs("broadcast"))
    {
        await new BroadcastScenario(options).RunAsync(interrupted.Token);
    }

    if (options.Runs("allocations"))
    {
        new AllocationScenario(options).Run(interrupted.Token);
    }

    if (options.Runs("tokens"))
    {
        new TokenScenario(options).Run(interrupted.Token);
    }

    if (options.Runs("frames"))
    {
        new FrameScenario(options).Run(interrupted.Token);
    }

    if (options.Runs("defences"))
    {
        await new DefenceScenario(options).RunAsync(interrupted.Token);
    }

    if (options.Runs("arrivals"))
    {
        await new ArrivalScenario(options).RunAsync(interrupted.Token);
    }

    if (options.Runs("append"))
    {
        await new AppendScenario(options).RunAsync(interrupted.Token);
    }

    if (options.Runs("history"))
    {
        await new HistoryScenario(options).RunAsync(interrupted.Token);
    }

    if (options.Runs("host"))
    {
        await new HostScenario(options).RunAsync(interrupted.Token);
    }

    if (options.Runs("servers"))
    {
        await new ServersScenario(options).RunAsync(interrupted.Token);
    }

    return 0;
}
catch (Exception) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted; nothing after the last table was measured.");
    return 130;
}
catch (InvalidDataException exception)
{
    Console.Error.WriteLine($"A check failed, so there are no figures: {exception.Message}");
    return 1;
}

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
