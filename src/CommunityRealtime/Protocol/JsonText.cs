using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Writes JSON as UTF-8, into one exact array. Each thread writes into the same buffer again and again.</summary>
internal static class JsonText
{
    /// <summary>A buffer that grew beyond this is not kept.</summary>
    private const int MaxKeptBytes = 65_536;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>For every JSON text we write. It stands in no HTML page, so letters of all scripts stay as they are.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON value.</summary>
    /// <param name="state">What is written; handed to <paramref name="write"/>.</param>
    /// <param name="write">Writes it. Must not write another JSON text meanwhile.</param>
    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write) => Write(state, write, static json => json.ToArray());

    /// <summary>Writes one JSON value as the payload of a whole text frame.</summary>
    /// <param name="state">What is written; handed to <paramref name="write"/>.</param>
    /// <param name="write">Writes it. Must not write another JSON text meanwhile.</param>
    public static byte[] WriteFrame<TState>(TState state, Action<Utf8JsonWriter, TState> write) => Write(state, write, WebSocketFrame.Text);

    private static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write, Func<ReadOnlySpan<byte>, byte[]> copy)
    {
        var buffer = _buffer ??= new(1_024);
        var writer = _writer ??= new(buffer, Options);
        try
        {
            write(writer, state);
            writer.Flush();
            return copy(buffer.WrittenSpan);
        }
        finally
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            if (buffer.Capacity > MaxKeptBytes)
            {
                _writer = null;
                _buffer = null;
            }
        }
    }
}
