using System.Diagnostics;
using System.Globalization;
using CommunityRealtime.Safety;

namespace CommunityRealtime.SafetyEval;

/// <summary>How long the built-in gate takes, in the middle one of several rounds, for texts of several lengths, cut from the messages it is given. One thread.</summary>
internal static class Speed
{
    private static readonly int[] Lengths = [50, 500, 4_000];

    public static void Measure(RuleSafetyService service, IReadOnlyList<string> messages, int rounds, TextWriter output)
    {
        output.WriteLine("characters | texts | median us | p99 us | ns/character | bytes/text, allowed");
        var all = string.Join(". ", messages);
        WarmUp(service, messages);
        foreach (var length in Lengths)
        {
            var texts = Enumerable.Range(0, Math.Min(2_000, all.Length / length)).Select(i => all.Substring(i * length, length)).ToArray();
            var single = Enumerable.Range(0, rounds).Select(_ => Percentiles(service, texts)).OrderBy(round => round.Median).ElementAt(rounds / 2);
            var allowed = texts.Where(text => service.Assess(text).Allowed).ToArray();
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var text in allowed)
            {
                service.Assess(text);
            }

            var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Math.Max(allowed.Length, 1);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{length} | {texts.Length} | {single.Median:F1} | {single.P99:F1} | {single.Mean * 1_000 / length:F0} | {bytes:F0}"));
        }
    }

    /// <summary>Until the just-in-time compiler has nothing left to improve.</summary>
    private static void WarmUp(RuleSafetyService service, IReadOnlyList<string> messages)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4);)
        {
            foreach (var message in messages)
            {
                service.Assess(message);
            }
        }
    }

    private static (double Median, double P99, double Mean) Percentiles(RuleSafetyService service, string[] texts)
    {
        var times = new double[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            service.Assess(texts[i]);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(times);
        return (times[times.Length / 2], times[(int)(times.Length * 0.99)], times.Average());
    }
}
