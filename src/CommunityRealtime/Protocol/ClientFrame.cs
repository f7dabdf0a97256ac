namespace CommunityRealtime.Protocol;

/// <summary>What a client sent: a message, or something to refuse, or neither, when it needs no answer.</summary>
/// <param name="Message">The message, when the frame is one.</param>
/// <param name="Error">Why the frame is refused.</param>
/// <param name="ClientId">The sender's own id of it, where the frame was understood far enough to know it.</param>
internal readonly record struct ClientFrame(ClientMessage? Message, ProtocolError? Error, string? ClientId)
{
    /// <summary>A sign of life.</summary>
    public static ClientFrame Pong { get; }

    public bool IsPong => Message is null && Error is null;

    public static ClientFrame Refused(ProtocolError error, string? clientId = null) => new(null, error, clientId);
}
