using System.Text;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Wire;

/// <summary>RFC 6455 on the library's own way in and out: what is allowed works, what is not is told by its code before the connection ends.</summary>
public sealed class ConformanceTests
{
    private const byte Final = 0x80;
    private const byte Text = 0x1;
    private const byte Close = 0x8;
    private const byte Ping = 0x9;

    /// <summary>What breaks a rule of the protocol, the code that the client must read, and the section.</summary>
    private static readonly (string Name, byte[] Bytes, int Code)[] Broken =
    [
        ("reserved bit 1 (5.2)", ClientFrame.Make(Final | 0x40 | Text, "{}"u8.ToArray()), 1002),
        ("reserved bit 2 (5.2)", ClientFrame.Make(Final | 0x20 | Text, "{}"u8.ToArray()), 1002),
        ("reserved bit 3 (5.2)", ClientFrame.Make(Final | 0x10 | Text, "{}"u8.ToArray()), 1002),
        ("reserved opcode 3 (5.2)", ClientFrame.Make(Final | 0x3, []), 1002),
        ("reserved opcode 7 (5.2)", ClientFrame.Make(Final | 0x7, [1]), 1002),
        ("reserved control opcode 11 (5.2)", ClientFrame.Make(Final | 0xB, []), 1002),
        ("reserved control opcode 15 (5.2)", ClientFrame.Make(Final | 0xF, []), 1002),
        ("not masked (5.1)", [Final | Text, 10, .. "{ \"a\": 1 }"u8], 1002),
        ("fragmented ping (5.4)", ClientFrame.Make(Ping, []), 1002),
        ("ping of 126 bytes (5.5)", ClientFrame.Make(Final | Ping, new byte[126]), 1002),
        ("continuation of nothing (5.4)", ClientFrame.Make(Final, "x"u8.ToArray()), 1002),
        ("text within a text (5.4)", [.. ClientFrame.FirstFragment("{"), .. ClientFrame.Text("{}")], 1002),
        ("close with one byte (5.5.1)", ClientFrame.Make(Final | Close, [3]), 1002),
        ("close with code 999 (7.4.2)", ClientFrame.Make(Final | Close, [0x03, 0xE7]), 1002),
        ("close with code 1005 (7.4.1)", ClientFrame.Make(Final | Close, [0x03, 0xED]), 1002),
        ("close with code 1006 (7.4.1)", ClientFrame.Make(Final | Close, [0x03, 0xEE]), 1002),
        ("text that is not UTF-8 (8.1)", ClientFrame.Make(Final | Text, [(byte)'"', 0xC3, 0x28, (byte)'"']), 1007),
        ("text that ends in the middle of a letter (8.1)", ClientFrame.Make(Final | Text, [(byte)'"', 0xE2, 0x82]), 1007),
        ("text with a surrogate as UTF-8 (8.1)", ClientFrame.Make(Final | Text, [0xED, 0xA0, 0x80]), 1007),
        ("fragments that together are not UTF-8 (8.1)", [.. ClientFrame.Make(Text, [0xE2]), .. ClientFrame.Make(Final, [0x28])], 1007),
        ("text over the limit", ClientFrame.Text(new string('x', 200_000)), 1009),
        ("binary", ClientFrame.Binary([1]), 1003),
    ];

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Frame_ThatBreaksARule_IsAnsweredByItsCloseCodeBeforeTheEnd(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        List<string> wrong = [];
        foreach (var (name, bytes, code) in Broken)
        {
            using var member = await RawMember.ConnectAsync(app, 42);
            await member.WriteAsync(bytes);
            var frame = await member.ReadFrameAsync();
            var answer = frame?.Opcode == ClientFrame.CloseOpcode ? frame.ReadClose() : $"{frame}";
            if (!answer.StartsWith($"{code} ", StringComparison.Ordinal))
            {
                wrong.Add($"{name}: {answer}, not {code}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Frames_AsTheProtocolAllowsThem_WorkHoweverTheyAreCut(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        using var member = await RawMember.ConnectAsync(app, 42);

        await member.WriteAsync(ClientFrame.Ping("are you there"), ClientFrame.Make(Final | ClientFrame.PongOpcode, "unasked"u8.ToArray()), ClientFrame.Ping(new string('p', 125)));
        Assert.Equal("are you there", await ReadAsync(member, ClientFrame.PongOpcode));
        Assert.Equal(new string('p', 125), await ReadAsync(member, ClientFrame.PongOpcode));

        await member.WriteAsync(
            ClientFrame.FirstFragment("{\"type\":\"message\","),
            ClientFrame.Ping("in between"),
            ClientFrame.Continuation(string.Empty),
            ClientFrame.Continuation("\"content\":\"in parts\"}", isLast: true));
        Assert.Equal("in between", await ReadAsync(member, ClientFrame.PongOpcode));
        Assert.Contains("in parts", await ReadAsync(member, ClientFrame.TextOpcode), StringComparison.Ordinal);

        foreach (var one in ClientFrame.Message("byte by byte: ü 😀"))
        {
            await member.WriteAsync([one]);
        }

        Assert.Contains("byte by byte", await ReadAsync(member, ClientFrame.TextOpcode), StringComparison.Ordinal);

        var letters = Encoding.UTF8.GetBytes("{\"type\":\"message\",\"content\":\"€\"}");
        await member.WriteAsync(ClientFrame.Make(Text, letters[..33]), ClientFrame.Make(Final, letters[33..]));
        Assert.Contains("\"user_id\":42", await ReadAsync(member, ClientFrame.TextOpcode), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Close_OfAClient_IsAnsweredWithACloseFrameAndTheEnd(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        foreach (var payload in new byte[][] { [], [0x03, 0xE8], [0x0B, 0xB8, (byte)'b', (byte)'y', (byte)'e'], [0x13, 0x87] })
        {
            using var member = await RawMember.ConnectAsync(app, 42);
            await member.WriteAsync(ClientFrame.Make(Final | Close, payload));

            Assert.Equal(ClientFrame.CloseOpcode, (await member.ReadFrameAsync())!.Opcode);
            Assert.Null(await member.ReadFrameAsync());
        }
    }

    private static async Task<string> ReadAsync(RawMember member, byte opcode)
    {
        var frame = await member.ReadFrameAsync();
        Assert.Equal(opcode, frame!.Opcode);
        return frame.Text;
    }
}
