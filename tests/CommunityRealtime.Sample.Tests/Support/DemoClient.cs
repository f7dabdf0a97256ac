using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Support;

/// <summary>One demo user of a running sample, without a browser.</summary>
internal sealed class DemoClient : IDisposable
{
    private readonly SampleHost _host;
    private readonly HttpClient _http;

    private DemoClient(SampleHost host, string token)
    {
        _host = host;
        Token = token;
        _http = new HttpClient { BaseAddress = host.Address };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public string Token { get; }

    public static async Task<DemoClient> SignInAsync(SampleHost host, int userId)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.PostAsJsonAsync("/api/dev/token", new { user_id = userId });
        response.EnsureSuccessStatusCode();
        return new DemoClient(host, (await response.Content.ReadFromJsonAsync<JsonNode>())!["token"]!.GetValue<string>());
    }

    public Task<JsonSocket> ConnectAsync(int community) =>
        JsonSocket.ConnectAsync(_host.Socket($"/api/communities/ws/{community}?token={Token}"));

    /// <summary>Posts messages over a socket of its own and returns when all are stored.</summary>
    public async Task PostAsync(int community, params IEnumerable<string> texts)
    {
        using var socket = await ConnectAsync(community);
        foreach (var text in texts)
        {
            await socket.SendAsync(Frame(text));
            Assert.Equal("message", (await socket.ReceiveAsync())["type"]!.GetValue<string>());
        }

        await socket.CloseAsync();
    }

    public async Task<JsonArray> HistoryAsync(int community, string query = "") =>
        (await _http.GetFromJsonAsync<JsonArray>($"/api/communities/{community}/messages{query}"))!;

    public static string Frame(string content, bool isAnonymous = false) =>
        new JsonObject { ["type"] = "message", ["content"] = content, ["is_anonymous"] = isAnonymous }.ToJsonString();

    public void Dispose() => _http.Dispose();
}
