using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using CommunityRealtime.Pipeline;

namespace CommunityRealtime.Hosting;

/// <summary>One socket from its handshake to its end.</summary>
/// <param name="connection">What is sent to.</param>
internal sealed class SocketVisit(SocketConnection connection)
{
    public SocketConnection Connection => connection;

    /// <summary>Whose it is; <see langword="null"/> for one that is only told why it is refused.</summary>
    public AdmittedUser? User { get; set; }

    /// <summary>Whether it has one of its user's places.</summary>
    public bool HasPlace { get; set; }

    /// <summary>Whether it has entered its community, or tried to, and has to leave it.</summary>
    public bool HasEntered { get; set; }

    /// <summary>What receives, once the handshake is made.</summary>
    public FrameReceiver? Receiver { get; set; }

    /// <summary>What it sent and is not answered; <see langword="null"/> for nothing.</summary>
    public UnfinishedSends? Sends { get; set; }

    /// <summary>The replay, which goes on beside the receiving.</summary>
    public Task Replaying { get; set; } = Task.CompletedTask;
}
