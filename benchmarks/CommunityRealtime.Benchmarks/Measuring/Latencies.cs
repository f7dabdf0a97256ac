using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>Durations, kept one by one: a percentile of percentiles is not a percentile.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = [];
    private bool _sorted;

    public int Count => _ticks.Count;

    /// <summary>Adds the time since a <see cref="Stopwatch.GetTimestamp"/>. Not safe to be called from several threads.</summary>
    public void AddSince(long timestamp)
    {
        _ticks.Add(Stopwatch.GetTimestamp() - timestamp);
        _sorted = false;
    }

    public void AddAll(Latencies other)
    {
        _ticks.AddRange(other._ticks);
        _sorted = false;
    }

    /// <summary>For another process on this machine.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_ticks)).ToArray();

    public static Latencies FromBytes(byte[] bytes)
    {
        var latencies = new Latencies();
        latencies._ticks.AddRange(MemoryMarshal.Cast<byte, long>(bytes));
        return latencies;
    }

    public void Clear() => _ticks.Clear();

    /// <summary>The duration in milliseconds that this share of all stayed within (nearest rank).</summary>
    public double PercentileMilliseconds(double share)
    {
        if (_ticks.Count == 0)
        {
            return double.NaN;
        }

        if (!_sorted)
        {
            _ticks.Sort();
            _sorted = true;
        }

        var rank = Math.Max(0, (int)Math.Ceiling(share * _ticks.Count) - 1);
        return _ticks[rank] * 1000.0 / Stopwatch.Frequency;
    }
}
