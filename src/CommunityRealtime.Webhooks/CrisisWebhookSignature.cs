using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommunityRealtime.Webhooks;

/// <summary>Signs and verifies crisis webhooks after the Standard Webhooks specification (HMAC-SHA256, <c>v1</c>).</summary>
/// <remarks>Every member may be called from many threads.</remarks>
public static class CrisisWebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The shortest secret of the specification, in bytes.</summary>
    internal const int MinSecretBytes = 24;

    /// <summary>The longest secret of the specification, in bytes.</summary>
    internal const int MaxSecretBytes = 64;

    /// <summary>How far a timestamp may be from the receiver's clock, in either direction: 5 minutes.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes one entry of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The shared secret: base64, with or without <c>whsec_</c> before it.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">When it is sent; whole seconds count.</param>
    /// <param name="body">The body, byte by byte as it is sent.</param>
    /// <returns><c>v1,</c> and the signature in base64.</returns>
    /// <exception cref="FormatException">The secret is not base64.</exception>
    public static string Sign(string secret, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Version + Convert.ToBase64String(Compute(secret, id, timestamp.ToUnixTimeSeconds(), body));
    }

    /// <summary>Tells whether a request came from who knows one of the secrets, unchanged and just now.</summary>
    /// <param name="secrets">The secrets that count; two while one replaces the other.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>: entries with a space between them.</param>
    /// <param name="body">The body, byte by byte as it came.</param>
    /// <param name="now">The receiver's clock.</param>
    /// <returns>Whether it may be trusted. A missing or malformed header is <see langword="false"/>.</returns>
    /// <exception cref="FormatException">A secret is not base64.</exception>
    public static bool Verify(
        IEnumerable<string> secrets, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return false;
        }

        var matches = false;
        var entries = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var secret in secrets)
        {
            var expected = Encoding.UTF8.GetBytes(Version + Convert.ToBase64String(Compute(secret, id, seconds, body)));
            foreach (var entry in entries)
            {
                matches |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(entry));
            }
        }

        return matches;
    }

    /// <summary>Whether a secret is as the specification asks.</summary>
    internal static bool IsUsable(string? secret)
    {
        Span<byte> key = stackalloc byte[MaxSecretBytes];
        return secret is not null
            && Convert.TryFromBase64String(Base64(secret), key, out var length)
            && length >= MinSecretBytes;
    }

    private static string Base64(string secret) => secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;

    private static byte[] Compute(string secret, string id, long seconds, ReadOnlySpan<byte> body)
    {
        var key = Convert.FromBase64String(Base64(secret));
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
