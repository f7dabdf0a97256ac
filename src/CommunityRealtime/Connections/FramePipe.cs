using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Connections;

/// <summary>Hands what arrives on a plain connection to the platform, one frame at a time, straight from the server's pipe.</summary>
/// <remarks>
/// The platform never holds bytes of a next frame, so whoever waits for one waits on the pipe itself: an idle member needs none of the
/// layers in between. One reader at a time.
/// </remarks>
/// <param name="input">What arrives.</param>
/// <param name="watch">Is told when a text or binary frame begins.</param>
internal sealed class FramePipe(PipeReader input, IFrameWatch watch)
{
    private const int OpcodeBits = 0x0F;
    private const int FirstControlOpcode = 0x8;
    private const int ContinuationOpcode = 0x0;

    /// <summary>What is left of the frame that the platform reads.</summary>
    private long _left;

    /// <summary>In how many fragments the current frame has come so far.</summary>
    public int Fragments { get; private set; }

    /// <summary>Waits until something comes. <see cref="HasBegun"/> looks at it.</summary>
    public ValueTask<ReadResult> WaitAsync() => input.ReadAsync();

    /// <summary>Whether a frame has begun, or the end has come, for the platform to read. The answer to a ping is dropped here.</summary>
    public bool HasBegun(ReadResult arrived)
    {
        var rest = arrived.Buffer;
        while (TryReadHeader(rest, out var header, out var length) && WebSocketFrame.IsPong(header) && rest.Length >= length)
        {
            rest = rest.Slice(length);
        }

        var hasBegun = !rest.IsEmpty || arrived.IsCompleted || arrived.IsCanceled;
        input.AdvanceTo(rest.Start);
        return hasBegun;
    }

    /// <summary>Reads bytes of one frame.</summary>
    /// <returns>How many; 0 at the end of the connection, and when none are asked for.</returns>
    /// <exception cref="OperationCanceledException">The server ends the connection.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> into)
    {
        if (into.IsEmpty)
        {
            return new(0);
        }

        return input.TryRead(out var arrived) && TryTake(arrived, into, out var count) ? new(count) : ReadSlowlyAsync(into);
    }

    private async ValueTask<int> ReadSlowlyAsync(Memory<byte> into)
    {
        while (true)
        {
            var arrived = await input.ReadAsync().ConfigureAwait(false);
            if (TryTake(arrived, into, out var count))
            {
                return count;
            }
        }
    }

    /// <summary>Takes what there is of the current frame.</summary>
    /// <returns><see langword="false"/> when its header is not whole yet.</returns>
    private bool TryTake(ReadResult arrived, Memory<byte> into, out int count)
    {
        count = 0;
        var buffer = arrived.Buffer;
        if (arrived.IsCanceled)
        {
            input.AdvanceTo(buffer.Start);
            throw new OperationCanceledException();
        }

        if (_left == 0 && !TryBegin(buffer))
        {
            input.AdvanceTo(buffer.Start, buffer.End);
            return arrived.IsCompleted;
        }

        count = (int)Math.Min(Math.Min(_left, buffer.Length), into.Length);
        var taken = buffer.Slice(0, count);
        taken.CopyTo(into.Span);
        _left -= count;

        // The bytes are the server's again from here on.
        input.AdvanceTo(taken.End);
        return true;
    }

    /// <summary>Begins a frame, or the next fragment of one.</summary>
    /// <returns><see langword="false"/> when its header is not whole yet.</returns>
    private bool TryBegin(ReadOnlySequence<byte> buffer)
    {
        var isWhole = TryReadHeader(buffer, out var first, out _left);
        var opcode = first & OpcodeBits;
        if (!buffer.IsEmpty && opcode < FirstControlOpcode)
        {
            watch.BeginFrame();
            if (isWhole)
            {
                Fragments = opcode == ContinuationOpcode ? Fragments + 1 : 1;
            }
        }

        return isWhole;
    }

    /// <summary>Reads the header of a client's frame (RFC 6455, section 5.2).</summary>
    /// <param name="from">What has come.</param>
    /// <param name="first">The first byte: flags and opcode.</param>
    /// <param name="length">How long the frame is, with its header. Whether that makes sense is for the platform to say.</param>
    /// <returns><see langword="false"/> when the header is not whole yet.</returns>
    private static bool TryReadHeader(ReadOnlySequence<byte> from, out byte first, out long length)
    {
        Span<byte> header = stackalloc byte[10];
        header = header[..(int)Math.Min(header.Length, from.Length)];
        from.Slice(0, header.Length).CopyTo(header);
        first = header.Length == 0 ? (byte)0 : header[0];
        length = 0;
        if (header.Length < 2)
        {
            return false;
        }

        var short7 = header[1] & 0x7F;
        var headerLength = 2 + (short7 == 126 ? 2 : short7 == 127 ? 8 : 0);
        if (header.Length < headerLength)
        {
            return false;
        }

        var payload = short7 switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            127 => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[2..]), int.MaxValue),
            _ => short7,
        };
        length = headerLength + ((header[1] & 0x80) == 0 ? 0 : 4) + payload;
        return true;
    }
}
