using System.Text.Json;

namespace CommunityRealtime.Tests.Hosts;

internal static class TicketExtensions
{
    /// <summary>Asks for a ticket, whatever the server makes of it.</summary>
    public static Task<HttpResponseMessage> PostTicketAsync(this ChatApp app, string? token, string community = "5", string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, $"/api/communities/{community}/ticket{query}"))
        {
            Version = app.Http.DefaultRequestVersion,
            VersionPolicy = app.Http.DefaultVersionPolicy,
        };
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return app.Http.SendAsync(request);
    }

    /// <summary>A member's ticket, which must be given out.</summary>
    public static async Task<string> TicketAsync(this ChatApp app, int user, string community = "5", string? token = null)
    {
        using var response = await app.PostTicketAsync(token ?? Tokens.For($"{user}"), community);
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("ticket").GetString()!;
    }

    /// <summary>How a socket at a path ends, or the user whose message it shows.</summary>
    public static async Task<string> OutcomeAsync(this ChatApp app, string path, params string[] subprotocols)
    {
        using var client = await app.OpenAsync(path, subprotocols: subprotocols);
        await client.SendAsync("in");
        while (true)
        {
            var (text, close) = await client.ReceiveTextOrCloseAsync();
            if (close is not null)
            {
                return close;
            }

            if (JsonElement.Parse(text!).TryGetProperty("message", out var message))
            {
                return $"{message.GetProperty("user_id")}";
            }
        }
    }
}
