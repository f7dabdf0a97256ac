namespace CommunityRealtime.Connections;

/// <summary>What is new in a room for one pass over its members, joined once.</summary>
/// <param name="From">The node before the first new one.</param>
/// <param name="Tail">The last new node.</param>
/// <param name="Frames">The frames of all new nodes as everyone but an author of theirs gets them.</param>
/// <param name="Authors">Who gets other bytes; <see langword="null"/> for nobody.</param>
internal sealed record RoomPass(RoomNode From, RoomNode Tail, byte[] Frames, HashSet<UserId>? Authors)
{
    public static RoomPass Between(RoomNode from, RoomNode tail)
    {
        HashSet<UserId>? authors = null;
        var length = 0;
        for (var node = from; node != tail;)
        {
            node = node.Next!;
            length += node.Frame.Length;
            if (node.Author is { } author)
            {
                (authors ??= []).Add(author);
            }
        }

        if (from.Next == tail)
        {
            return new(from, tail, tail.Frame, authors);
        }

        // An array of its own, never a pooled one: a pending write may still read it.
        var frames = GC.AllocateUninitializedArray<byte>(length);
        var at = 0;
        for (var node = from; node != tail;)
        {
            node = node.Next!;
            node.Frame.CopyTo(frames, at);
            at += node.Frame.Length;
        }

        return new(from, tail, frames, authors);
    }

    /// <summary>Whether a user gets the joined frames as they are.</summary>
    public bool IsFor(UserId user) => Authors is null || !Authors.Contains(user);
}
