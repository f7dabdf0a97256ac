using System.Net;
using System.Text.Json;

namespace CommunityRealtime.Tests.Hosts;

internal static class ChatAppExtensions
{
    public const string V1 = "community-chat.v1";

    /// <summary>Opens a member's socket without waiting for its registration.</summary>
    public static Task<ChatClient> OpenMemberAsync(this ChatApp app, int user, int community = 5) =>
        app.OpenAsync($"/api/communities/ws/{community}?token={Tokens.For($"{user}")}");

    /// <summary>Opens a member's socket in the profile <c>community-chat.v1</c> and takes its first frame, which must be <c>ready</c>.</summary>
    public static async Task<ChatClient> ConnectV1Async(this ChatApp app, int user, int community = 5, string query = "")
    {
        var client = await app.OpenV1Async(user, community, query);
        await client.ReceiveJsonAsync("ready");
        return client;
    }

    /// <summary>Opens a member's socket in the profile <c>community-chat.v1</c>, with the token beside its name.</summary>
    public static Task<ChatClient> OpenV1Async(this ChatApp app, int user, int community = 5, string query = "", int? receiveBufferBytes = null) =>
        app.OpenAsync(
            $"/api/communities/ws/{community}{query}",
            receiveBufferBytes: receiveBufferBytes,
            subprotocols: [V1, $"bearer.{Tokens.For($"{user}")}"]);

    /// <summary>A page of history, which must be one.</summary>
    public static async Task<IReadOnlyList<JsonElement>> HistoryAsync(this ChatApp app, int user, string query = "", int community = 5)
    {
        using var response = await app.GetHistoryAsync(user, query, community);
        response.EnsureSuccessStatusCode();
        return [.. JsonElement.Parse(await response.Content.ReadAsStringAsync()).EnumerateArray()];
    }

    /// <summary>What a page of history answers to a token.</summary>
    public static async Task<HttpStatusCode> StatusAsync(this ChatApp app, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, "/api/communities/5/messages"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await app.Http.SendAsync(request);
        return response.StatusCode;
    }
}
