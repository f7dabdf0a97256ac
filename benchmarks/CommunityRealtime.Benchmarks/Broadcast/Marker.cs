using System.Buffers.Text;
using System.Text;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>What a message's text carries, so that every delivery can be checked.</summary>
/// <param name="Sender">Who sent it.</param>
/// <param name="Number">Which of the sender's messages it is: 1, 2, 3 …</param>
/// <param name="CountedFrom">From when its latency counts.</param>
internal readonly record struct Marker(int Sender, int Number, long CountedFrom)
{
    /// <summary>The length of every text: a usual chat message.</summary>
    public const int ContentLength = 100;

    private const int Length = 4 + 1 + 8 + 1 + 16 + 1;

    private static readonly string Filler = new('.', ContentLength - Length);

    /// <summary>The message's text.</summary>
    public string ToContent() => $"{Sender:x4}-{Number:x8}-{CountedFrom:x16}-{Filler}";

    /// <summary>Reads a delivered message.</summary>
    /// <returns>The marker and the message's id.</returns>
    /// <exception cref="InvalidDataException">It is no message with a marker.</exception>
    public static (Marker Marker, long Id) Parse(ReadOnlySpan<byte> message)
    {
        var id = After(message, "\"id\":"u8);
        var content = After(message, "\"content\":\""u8);
        if (!Utf8Parser.TryParse(id, out long parsedId, out _)
            || !Utf8Parser.TryParse(content[..4], out int sender, out _, 'x')
            || !Utf8Parser.TryParse(content[5..13], out int number, out _, 'x')
            || !Utf8Parser.TryParse(content[14..30], out long countedFrom, out _, 'x'))
        {
            throw new InvalidDataException($"A delivery is not what was sent: {Encoding.UTF8.GetString(message)}");
        }

        return (new Marker(sender, number, countedFrom), parsedId);
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        var at = message.IndexOf(name);
        return at >= 0 && message.Length >= at + name.Length + Length
            ? message[(at + name.Length)..]
            : throw new InvalidDataException($"The server answered {Encoding.UTF8.GetString(message)}");
    }
}
