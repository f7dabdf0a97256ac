using System.Text;
using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>How a server is spoken to. All else is the same code for all of them.</summary>
/// <param name="Server">The server.</param>
/// <param name="Name">What tables call it.</param>
/// <param name="HasOneOrder">Whether every member sees the ids 1, 2, 3 …, and not only each sender's messages in their order.</param>
/// <param name="Address">The path and query of a community's socket.</param>
/// <param name="Opening">
/// The first frame after the upgrade. The server answers it with a frame that says <see cref="Joined"/> when the member is in
/// its room. Every client sends one, because the kernel treats a connection that has sent in answer to something differently.
/// </param>
/// <param name="Request">A message with this content, as the server expects it.</param>
internal sealed record Dialect(
    ServerKind Server,
    string Name,
    bool HasOneOrder,
    Func<int, string, string> Address,
    (FrameKind Kind, byte[] Payload) Opening,
    Func<string, string> Request)
{
    /// <summary>What the answer to <see cref="Opening"/> says.</summary>
    public const string Joined = "joined";

    /// <summary>What ends one of the records that may share a frame of the hub protocol. JSON never holds it.</summary>
    public const byte RecordEnd = 0x1e;

    // The library and the loop register a member before they read its first frame, so that its pong means that it is in.
    private static readonly (FrameKind Kind, byte[] Payload) JoinedPing = (FrameKind.Ping, Encoding.UTF8.GetBytes(Joined));

    public static IReadOnlyList<Dialect> All { get; } =
    [
        new(
            ServerKind.CommunityRealtime,
            "CommunityRealtime",
            HasOneOrder: true,
            (community, token) => $"/api/communities/ws/{community}?token={token}",
            JoinedPing,
            content => $$"""{"type":"message","content":"{{content}}"}"""),
        new(
            ServerKind.SignalR,
            "SignalR",
            HasOneOrder: false,
            (community, token) => $"/chat?community={community}&access_token={token}",
            (FrameKind.Text, Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e")),
            content => $$"""{"type":1,"target":"SendMessage","arguments":["{{content}}"]}""" + '\u001e'),
        new(
            ServerKind.HandWrittenLoop,
            "hand-written loop",
            HasOneOrder: false,
            (community, token) => $"/ws/{community}?access_token={token}",
            JoinedPing,
            content => $$"""{"type":"message","content":"{{content}}"}"""),
    ];

    /// <summary>The hub protocol's ping, which is answered with the same.</summary>
    public static ReadOnlySpan<byte> HubPing => "{\"type\":6}"u8;
}
