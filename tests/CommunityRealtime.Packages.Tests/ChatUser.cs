using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Packages.Tests;

/// <summary>A person with a token and an open socket in community 5, using nothing but the platform's own client.</summary>
internal sealed class ChatUser : IDisposable
{
    private readonly AppProcess _app;
    private readonly string _token;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));

    private ChatUser(AppProcess app, string token)
    {
        _app = app;
        _token = token;
    }

    public static async Task<ChatUser> ConnectAsync(AppProcess app, string signingKey, int id, string name)
    {
        var user = new ChatUser(app, MakeToken(signingKey, id, name));
        var address = new UriBuilder(app.Address) { Scheme = "ws", Path = "/api/communities/ws/5", Query = $"token={user._token}" };
        await user._socket.ConnectAsync(address.Uri, user._deadline.Token);
        return user;
    }

    public async Task SendAsync(string content)
    {
        var frame = JsonSerializer.SerializeToUtf8Bytes(new { type = "message", content });
        await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, _deadline.Token);
    }

    /// <summary>The next frame.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using var frame = new MemoryStream();
        var buffer = new byte[4096];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(), _deadline.Token);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            frame.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return JsonElement.Parse(frame.ToArray());
    }

    /// <summary>The texts of the newest page of history.</summary>
    public async Task<IEnumerable<string?>> ReadHistoryAsync()
    {
        using var http = new HttpClient { BaseAddress = _app.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var page = JsonElement.Parse(await http.GetByteArrayAsync(new Uri("/api/communities/5/messages", UriKind.Relative), _deadline.Token));
        return page.EnumerateArray().Select(message => message.GetProperty("content").GetString());
    }

    public void Dispose()
    {
        _socket.Dispose();
        _deadline.Dispose();
    }

    private static string MakeToken(string signingKey, int id, string name) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Subject = new ClaimsIdentity([new Claim("sub", $"{id}"), new Claim("name", name)]),
        Expires = DateTime.UtcNow.AddMinutes(10),
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(signingKey)), SecurityAlgorithms.HmacSha256),
    });
}
