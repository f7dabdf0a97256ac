using BenchmarkDotNet.Attributes;

namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>One message to a room, from <c>IConnectionManager.Broadcast</c> until the server has written it to the last member.</summary>
[MemoryDiagnoser]
public class BroadcastAllocations
{
    private MemoryRoom? _room;

    /// <summary>How many members the room has.</summary>
    [Params(10, 1_000, 10_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public async Task OpenAsync() => _room = await MemoryRoom.OpenAsync(Members);

    [Benchmark]
    public void Broadcast() => _room!.Broadcast();

    [GlobalCleanup]
    public async Task CloseAsync() => await _room!.DisposeAsync();
}
