namespace CommunityRealtime.Tests.Hosts;

/// <summary>What a member of a <see cref="LivelyRoom"/> has read, byte for byte.</summary>
internal static class MessageStream
{
    /// <summary>What comes after the answer to the handshake.</summary>
    public static byte[] AfterHandshake(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        return end < 0 ? [] : bytes[(end + 4)..];
    }

    /// <summary>Checks that bytes are whole messages, one after the other from the first on, except where the end was cut off.</summary>
    /// <returns>How many there are.</returns>
    public static int AssertWhole(byte[] bytes)
    {
        var count = 0;
        var rest = bytes.AsSpan();
        while (ServerFrame.TryRead(rest) is var (frame, length))
        {
            rest = rest[length..];
            if (frame.Opcode == ClientFrame.TextOpcode)
            {
                Assert.Contains($"\"content\":\"{++count} x", frame.Text, StringComparison.Ordinal);
            }
        }

        return count;
    }
}
