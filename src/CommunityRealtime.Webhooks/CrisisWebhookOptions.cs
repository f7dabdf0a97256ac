namespace CommunityRealtime.Webhooks;

/// <summary>Where a crisis webhook goes and how it is signed. Read once at start-up; every mistake is reported there.</summary>
public sealed class CrisisWebhookOptions
{
    /// <summary>The receiver, an absolute <c>https</c> URL without user and fragment. Needed. Neither logged nor traced.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// The secrets shared with the receiver: one, or two while one replaces the other. Each is base64 of 24 to 64 bytes, with or without <c>whsec_</c>
    /// before it; every request is signed with each.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>
    /// Whether the receiver may be in the app's own network: loopback, private, shared (100.64.0.0/10) and unique local addresses. Default
    /// <see langword="false"/>. Link-local addresses and the metadata services of clouds are refused in any case.
    /// </summary>
    public bool AllowPrivateNetwork { get; set; }

    /// <summary>
    /// Whether <see cref="Url"/> may be <c>http</c>. Default <see langword="false"/>. Needs <see cref="AllowPrivateNetwork"/>: without encryption
    /// no public address is reached.
    /// </summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long the receiver may take to answer one request. Default 3 seconds; 50 milliseconds to <see cref="Timeout"/>.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a request is repeated at once when the receiver was not reached or answered 408, 429 or 5xx. Default 2; 0 to 5.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>
    /// How long all requests for one notice may take together. Default 9 seconds, a little less than the chat gives a notifier; 50 milliseconds to 5 minutes.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(9);
}
