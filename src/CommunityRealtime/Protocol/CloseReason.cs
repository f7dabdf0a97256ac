using System.Globalization;
using System.Net.WebSockets;

namespace CommunityRealtime.Protocol;

/// <summary>Why the server closes a socket: a standard code and a stable reason word.</summary>
internal sealed record CloseReason(WebSocketCloseStatus Status, string Word)
{
    /// <summary>What it is counted as.</summary>
    public string Name => Word.Length == 0 ? "goodbye" : Status == WebSocketCloseStatus.EndpointUnavailable ? "shutting_down" : Word;

    public static CloseReason Goodbye { get; } = new(WebSocketCloseStatus.NormalClosure, string.Empty);

    public static CloseReason BinaryFrame { get; } = new(WebSocketCloseStatus.InvalidMessageType, "text_frames_only");

    public static CloseReason FrameTooLarge { get; } = new(WebSocketCloseStatus.MessageTooBig, "frame_too_large");

    public static CloseReason TokenExpired { get; } = Refused("token_expired");

    public static CloseReason TooManyFragments { get; } = new(WebSocketCloseStatus.PolicyViolation, "too_many_fragments");

    public static CloseReason FrameTooSlow { get; } = new(WebSocketCloseStatus.PolicyViolation, "frame_too_slow");

    public static CloseReason Flooding { get; } = new(WebSocketCloseStatus.PolicyViolation, "flooding");

    public static CloseReason InvalidPosition { get; } = new(WebSocketCloseStatus.PolicyViolation, "invalid_position");

    public static CloseReason InternalError { get; } = new(WebSocketCloseStatus.InternalServerError, "internal_error");

    /// <summary>1013, "try again later" in the IANA registry; .NET has no name for it.</summary>
    public static CloseReason SlowConsumer { get; } = new((WebSocketCloseStatus)1013, "slow_consumer");

    public static CloseReason TooManyConnections { get; } = new((WebSocketCloseStatus)1013, "too_many_connections");

    public static CloseReason Unavailable { get; } = new((WebSocketCloseStatus)1013, "unavailable");

    /// <summary>1012, "service restart" in the IANA registry; .NET has no name for it.</summary>
    public static CloseReason EpochChanged { get; } = new((WebSocketCloseStatus)1012, "epoch_changed");

    /// <summary>The server goes down.</summary>
    /// <param name="retryAfter">When the client should come back; said behind the word, where every client can read it, a browser's too.</param>
    public static CloseReason ShuttingDown(TimeSpan retryAfter) => new(
        WebSocketCloseStatus.EndpointUnavailable,
        string.Create(CultureInfo.InvariantCulture, $"shutting_down retry_after_ms={(long)retryAfter.TotalMilliseconds}"));

    public static CloseReason Refused(string word) => new(WebSocketCloseStatus.PolicyViolation, word);
}
