using System.Diagnostics;
using Trace = SharpFuzz.Common.Trace;

namespace CommunityRealtime.Fuzzing;

/// <summary>Feeds a target that SharpFuzz has instrumented, and goes on from every input that reaches what none has reached before.</summary>
/// <remarks>
/// The branches taken are counted as in AFL (M. Zalewski, "Technical whitepaper for afl-fuzz"): a map of edges with counts in classes. It runs in
/// this process, without a native driver, and one at a time: the map is the process's.
/// </remarks>
internal sealed class CoverageGuidedFuzzer
{
    private const int MapBytes = 65_536;
    private const int MaxInputBytes = 512;

    private readonly byte[] _map = GC.AllocateArray<byte>(MapBytes, pinned: true);
    private readonly byte[] _seen = new byte[MapBytes];
    private readonly List<byte[]> _corpus;
    private readonly byte[][] _pieces;
    private readonly Action<byte[]> _target;
    private readonly bool _isGuided;
    private readonly Random _random;

    /// <param name="target">Takes an input; an exception is a finding.</param>
    /// <param name="seeds">Inputs to begin with.</param>
    /// <param name="pieces">What is worth putting into inputs.</param>
    /// <param name="seed">Of what is chosen at random.</param>
    /// <param name="isGuided">Whether inputs that reach something new are kept; without it this is mere chance.</param>
    public unsafe CoverageGuidedFuzzer(Action<byte[]> target, IEnumerable<byte[]> seeds, IEnumerable<byte[]> pieces, int seed, bool isGuided = true)
    {
        _target = target;
        _corpus = [.. seeds];
        _pieces = [.. pieces];
        _isGuided = isGuided;
        _random = new(seed);
        fixed (byte* map = _map)
        {
            Trace.SharedMem = map;
        }
    }

    /// <summary>How many inputs were tried.</summary>
    public long Tried { get; private set; }

    /// <summary>How many inputs are worth going on from.</summary>
    public int Corpus => _corpus.Count;

    /// <summary>Runs until something is found or the time is over.</summary>
    /// <returns>The input that made the target throw, and what it threw.</returns>
    public (byte[] Input, Exception Exception)? Run(TimeSpan time, long maxInputs = long.MaxValue)
    {
        var seeds = _corpus.ToArray();
        foreach (var seed in seeds)
        {
            if (Try(seed) is { } found)
            {
                return (seed, found);
            }
        }

        for (var began = Stopwatch.GetTimestamp(); Tried < maxInputs && Stopwatch.GetElapsedTime(began) < time;)
        {
            var input = Mutate(_corpus[_random.Next(_corpus.Count)]);
            if (Try(input) is { } found)
            {
                return (input, found);
            }

            if (_isGuided && IsNew())
            {
                _corpus.Add(input);
            }
        }

        return null;
    }

    private Exception? Try(byte[] input)
    {
        Array.Clear(_map);
        Trace.PrevLocation = 0;
        Tried++;
        try
        {
            _target(input);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private bool IsNew()
    {
        var isNew = false;
        for (var at = _map.AsSpan().IndexOfAnyExcept((byte)0); at >= 0;)
        {
            var bucket = (byte)(1 << int.Min(7, int.Log2(_map[at])));
            if ((_seen[at] & bucket) == 0)
            {
                _seen[at] |= bucket;
                isNew = true;
            }

            var next = _map.AsSpan(at + 1).IndexOfAnyExcept((byte)0);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return isNew;
    }

    private byte[] Mutate(byte[] from)
    {
        List<byte> input = [.. from];
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            var at = _random.Next(input.Count + 1);
            var count = Math.Min(input.Count - at, _random.Next(1, 9));
            switch (_random.Next(6))
            {
                case 0 when count > 0:
                    input[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1 when count > 0:
                    input[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    input.RemoveRange(at, count);
                    break;
                case 3:
                    input.InsertRange(at, input.GetRange(at, count));
                    break;
                case 4:
                    var other = _corpus[_random.Next(_corpus.Count)];
                    input.RemoveRange(at, input.Count - at);
                    input.AddRange(other.AsSpan(_random.Next(other.Length + 1)));
                    break;
                default:
                    input.InsertRange(at, _pieces[_random.Next(_pieces.Length)]);
                    break;
            }
        }

        return [.. input.Take(MaxInputBytes)];
    }
}
