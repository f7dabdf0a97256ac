using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Pipeline;

/// <summary>What the sender of one frame gets back, alone and in the profile of its connection.</summary>
/// <param name="Connection">The sender's connection.</param>
/// <param name="ClientId">The sender's own id of the frame, if it has one.</param>
/// <param name="Trace">The trace of the frame, where there is one.</param>
internal readonly record struct SenderReplies(SocketConnection Connection, string? ClientId, MessageTrace? Trace)
{
    private bool IsV1 => Connection.Profile == ChatProfile.V1;

    /// <summary>The frame was refused. Too many of them, and the sender gets no answer any more.</summary>
    public void Refuse(ProtocolError error)
    {
        if (error.IsOfTheSender)
        {
            // What could not be taken may be a cry for help that was not stored.
            Trace?.Tell(error.Code);
        }

        if (!error.IsOfTheSender || !Connection.CloseIfFlooding())
        {
            Connection.Send(IsV1 ? V1Frames.Error(error, ClientId) : ServerFrames.Error(error));
        }
    }

    /// <summary>The message is stored. In the plain profile the message itself says so.</summary>
    public void Acknowledge(AppendResult result)
    {
        Trace?.Tell(result.Outcome == AppendOutcome.Duplicate ? "duplicate" : "stored");
        if (IsV1)
        {
            Connection.Send(V1Frames.Ack(ClientId, result.Message.Id, result.Message.Id, result.Outcome == AppendOutcome.Duplicate));
        }
    }

    /// <summary>The safety gate has something to say.</summary>
    public void Support(string content) =>
        Connection.Send(IsV1 ? V1Frames.SafetyReply(content, ClientId) : ServerFrames.SafetyReply(content));
}
