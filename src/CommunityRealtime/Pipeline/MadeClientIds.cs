using System.Globalization;
using System.Security.Cryptography;

namespace CommunityRealtime.Pipeline;

/// <summary>Retry keys for messages that came without one: never the same twice, on any server.</summary>
/// <remarks>A random number for each message would ask the kernel every time; one for the process and a count do as well.</remarks>
internal static class MadeClientIds
{
    private static readonly string Process = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private static long _count;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Process}{Interlocked.Increment(ref _count):x}");
}
