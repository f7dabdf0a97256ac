namespace CommunityRealtime.Protocol;

/// <summary>What a client sent: a message, or a new token, or something to refuse, or nothing of it, when it needs no answer.</summary>
/// <param name="Message">The message, when the frame is one.</param>
/// <param name="Error">Why the frame is refused.</param>
/// <param name="ClientId">The sender's own id of it, where the frame was understood far enough to know it.</param>
internal readonly record struct ClientFrame(ClientMessage? Message, ProtocolError? Error, string? ClientId)
{
    /// <summary>The token that the client wants to stay connected by, when the frame is a <c>refresh</c>.</summary>
    public string? Token { get; private init; }

    /// <summary>A sign of life.</summary>
    public static ClientFrame Pong { get; }

    public bool IsPong => Message is null && Error is null && Token is null;

    public static ClientFrame Refresh(string token) => new() { Token = token };

    public static ClientFrame Refused(ProtocolError error, string? clientId = null) => new(null, error, clientId);
}
