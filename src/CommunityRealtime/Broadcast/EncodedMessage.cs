using CommunityRealtime.Protocol;

namespace CommunityRealtime.Broadcast;

/// <summary>A message as finished bytes: the whole frames of the plain profile, in which every other form is contained.</summary>
/// <param name="Frame">What members get.</param>
/// <param name="AuthorFrame">What its author's connections get instead, where that differs.</param>
/// <param name="Author">Its author; not set where everyone gets the same.</param>
internal readonly record struct EncodedMessage(byte[] Frame, byte[]? AuthorFrame, UserId Author)
{
    /// <summary>What an array and a place to keep it take beside its bytes.</summary>
    private const int Overhead = 48;

    /// <summary>How many bytes it takes, nearly.</summary>
    public int Size => Overhead + Frame.Length + (AuthorFrame is null ? 0 : Overhead + AuthorFrame.Length);

    /// <summary>The message as one user may see it: one JSON object.</summary>
    public ReadOnlyMemory<byte> BodyFor(UserId reader) => ServerFrames.BodyOf(AuthorFrame is not null && Author == reader ? AuthorFrame : Frame);
}
