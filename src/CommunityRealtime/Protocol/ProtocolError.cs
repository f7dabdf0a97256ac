using System.Globalization;

namespace CommunityRealtime.Protocol;

/// <summary>Why a frame was refused: a stable word for programs and a sentence for people. It never repeats the input.</summary>
internal sealed record ProtocolError(string Code, string Detail)
{
    /// <summary>When to send the same frame again; <see langword="null"/> where waiting does not help, or nobody knows how long.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the sender could have known better.</summary>
    public bool IsOfTheSender => Code != Unavailable.Code;

    public static ProtocolError InvalidJson { get; } = new("invalid_json", "The frame is not valid JSON, or has the same key twice.");

    public static ProtocolError NotAnObject { get; } = new("invalid_frame", "A frame is one JSON object with a \"type\".");

    public static ProtocolError LookAlikeKey { get; } = new(
        "invalid_frame", "A key is spelled almost like \"type\", \"content\" or \"is_anonymous\". Use these spellings.");

    public static ProtocolError LookAlikeKeyInV1 { get; } = new(
        "invalid_frame", "A key is spelled almost like \"type\", \"content\", \"is_anonymous\", \"client_id\" or \"token\". Use these spellings.");

    public static ProtocolError ClientIdInvalid { get; } = new(
        "invalid_frame", "\"client_id\" must be a string of 1 to 64 characters without control characters.");

    public static ProtocolError ContentNotText { get; } = new("invalid_frame", "\"content\" must be a string.");

    public static ProtocolError IsAnonymousNotBoolean { get; } = new("invalid_frame", "\"is_anonymous\" must be true or false.");

    public static ProtocolError TokenNotText { get; } = new("invalid_frame", "\"token\" must be a string.");

    public static ProtocolError TokenRefused { get; } = new(
        "forbidden", "This token is not acceptable for this connection, which stays open until its own expires.");

    public static ProtocolError UnknownType { get; } = new("unknown_type", "Unknown frame type. Use \"message\".");

    public static ProtocolError ContentEmpty { get; } = new("content_empty", "Message content cannot be empty");

    public static ProtocolError ContentHasControls { get; } = new(
        "invalid_frame", "Message content cannot hold control characters other than tab and line feed");

    public static ProtocolError Conflict { get; } = new("conflict", "This message was sent before with another content.");

    public static ProtocolError Unavailable { get; } = new(
        "unavailable", "Your message could not be taken just now and was not posted. Please send it again in a moment.");

    public static ProtocolError ContentTooLong(int maxCharacters) => new(
        "content_too_long", string.Create(CultureInfo.InvariantCulture, $"Message content cannot be longer than {maxCharacters} characters"));

    public static ProtocolError SlowMode(TimeSpan retryAfter) => new(
        "slow_mode", string.Create(CultureInfo.InvariantCulture, $"This community is in slow mode. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds))} s."))
    {
        RetryAfter = retryAfter,
    };

    public static ProtocolError RateLimited(TimeSpan retryAfter) => new(
        "rate_limited", string.Create(CultureInfo.InvariantCulture, $"You are sending too fast. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds))} s."))
    {
        RetryAfter = retryAfter,
    };
}
