using System.Text;
using BenchmarkDotNet.Attributes;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Benchmarks.Frames;

/// <summary>One call of the strict reader with a message of 100 bytes, as its sender's socket gives it.</summary>
[MemoryDiagnoser]
public class FrameReads
{
    private byte[] _frame = [];

    /// <summary>What the frame is like: <c>usual</c> holds nothing but known keys, <c>odd</c> one that is not known.</summary>
    [Params("usual", "odd")]
    public string Frame { get; set; } = "";

    [GlobalSetup]
    public void Make()
    {
        const int Bytes = 100;
        var empty = Frame == "usual"
            ? """{"type":"message","content":"","is_anonymous":false}"""
            : """{"type":"message","content":"","is_anonymous":false,"a":1}""";
        var letters = string.Concat(Enumerable.Repeat("How are you? ", 10))[..(Bytes - empty.Length)];
        _frame = Encoding.UTF8.GetBytes(empty.Replace("\"content\":\"", "\"content\":\"" + letters, StringComparison.Ordinal));
    }

    [Benchmark]
    public bool Read() => ClientFrameReader.Read(_frame, ChatProfile.Plain) is { Message: not null };
}
