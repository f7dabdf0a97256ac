using System.Buffers.Text;
using System.Text;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>What a message's text carries, so that every delivery can be checked: who sent it, and from when its latency counts.</summary>
internal readonly record struct Marker(int Sender, long CountedFrom)
{
    /// <summary>The length of every text: a usual chat message.</summary>
    public const int ContentLength = 100;

    private static readonly string Filler = new('.', ContentLength - 22);

    /// <summary>The frame that sends a message.</summary>
    public byte[] ToFrame() => Encoding.UTF8.GetBytes($$"""{"type":"message","content":"{{Sender:x4}}-{{CountedFrom:x16}}-{{Filler}}"}""");

    /// <summary>Reads a delivered frame.</summary>
    /// <returns>The marker and the message's id.</returns>
    /// <exception cref="InvalidDataException">The frame is no message with a marker.</exception>
    public static (Marker Marker, long Id) Parse(ReadOnlySpan<byte> frame)
    {
        var id = After(frame, "\"id\":"u8);
        var content = After(frame, "\"content\":\""u8);
        if (!Utf8Parser.TryParse(id, out long number, out _)
            || !Utf8Parser.TryParse(content[..4], out int sender, out _, 'x')
            || !Utf8Parser.TryParse(content[5..21], out long countedFrom, out _, 'x'))
        {
            throw new InvalidDataException($"A delivery is not what was sent: {Encoding.UTF8.GetString(frame)}");
        }

        return (new Marker(sender, countedFrom), number);
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name)
    {
        var at = frame.IndexOf(name);
        return at >= 0 && frame.Length >= at + name.Length + 21
            ? frame[(at + name.Length)..]
            : throw new InvalidDataException($"The server answered {Encoding.UTF8.GetString(frame)}");
    }
}
