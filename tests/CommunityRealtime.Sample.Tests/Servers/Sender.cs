using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>A member that sends one message after the other, each until it is acknowledged, on whichever server is there.</summary>
/// <param name="community">Where it sends.</param>
/// <param name="user">Who it is.</param>
internal sealed class Sender(int community, int user)
{
    private readonly List<TimeSpan> _waits = [];

    public int Community => community;

    /// <summary>The numbers that were acknowledged, by the client's id.</summary>
    public Dictionary<string, long> Acknowledged { get; } = [];

    /// <summary>How long the acknowledgements took, shortest first.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits.Order()];

    /// <summary>Sends numbered messages.</summary>
    /// <param name="hosts">The servers, in the order in which it goes to them when its connection is lost.</param>
    /// <param name="count">How many.</param>
    /// <param name="gap">How long to wait between two.</param>
    public async Task SendAsync(IReadOnlyList<SampleHost> hosts, int count, TimeSpan gap = default)
    {
        for (int sent = 0, tries = 0; sent < count; tries++)
        {
            try
            {
                using var socket = await JsonSocket.ConnectAsync(
                    hosts[tries % hosts.Count].Socket($"/api/communities/ws/{community}?token={ServersFixture.TokenFor(user)}"), "community-chat.v1");
                for (; sent < count; sent++)
                {
                    await SendOneAsync(socket, $"{user}-{sent}", isAnonymous: sent % 3 == 0);
                    await Task.Delay(gap);
                }

                await socket.CloseAsync();
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException && hosts.Count > 1)
            {
                // Its server has gone: it goes to the next one, with the same id.
            }
        }
    }

    private async Task SendOneAsync(JsonSocket socket, string clientId, bool isAnonymous)
    {
        var started = Stopwatch.GetTimestamp();
        var frame = new JsonObject { ["type"] = "message", ["content"] = $"says {clientId}", ["is_anonymous"] = isAnonymous, ["client_id"] = clientId };
        await socket.SendAsync(frame.ToJsonString());
        while (true)
        {
            var answer = await socket.ReceiveAsync();
            if (answer["client_id"]?.GetValue<string>() != clientId)
            {
                continue;
            }

            Assert.Equal("ack", answer["type"]!.GetValue<string>());
            Acknowledged[clientId] = answer["seq"]!.GetValue<long>();
            _waits.Add(Stopwatch.GetElapsedTime(started));
            return;
        }
    }
}
