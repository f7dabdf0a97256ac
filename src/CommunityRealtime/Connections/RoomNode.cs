namespace CommunityRealtime.Connections;

/// <summary>One event in a room's log: its finished frames, shared by every connection.</summary>
internal sealed class RoomNode
{
    private RoomNode? _next;

    /// <summary>The event's number; 0 for an event that is not stored.</summary>
    public long Sequence { get; init; }

    /// <summary>What members get.</summary>
    public byte[] Frame { get; init; } = [];

    /// <summary>Who gets <see cref="AuthorFrame"/> instead, if anybody.</summary>
    public UserId? Author { get; init; }

    /// <summary>What the author's connections get.</summary>
    public byte[] AuthorFrame { get; init; } = [];

    /// <summary>Whether it may be left out for a member that is behind: it was never stored, so a later one takes its place.</summary>
    public bool IsEphemeral => Sequence == 0;

    /// <summary>The bytes of the stored events of the log up to and with this node.</summary>
    public long StoredBytes { get; init; }

    /// <summary>The bytes of the log up to and with this node: the difference of two nodes is what lies between them.</summary>
    public long TotalBytes { get; init; }

    /// <summary>The event after this one.</summary>
    public RoomNode? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>What one user gets.</summary>
    public byte[] FrameFor(UserId user) => Author is { } author && author == user ? AuthorFrame : Frame;
}
