namespace CommunityRealtime.Tests.Hosts;

internal static class HandshakeExtensions
{
    /// <summary>Asks for a socket and gets whatever the server answers instead; over HTTP/1.1.</summary>
    /// <param name="app">The app.</param>
    /// <param name="token">The token in the address.</param>
    /// <param name="headers">More headers.</param>
    public static Task<HttpResponseMessage> AskForSocketAsync(this ChatApp app, string token, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, $"/api/communities/ws/5?token={token}"));
        (string Name, string Value)[] handshake =
            [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "MDEyMzQ1Njc4OWFiY2RlZg==")];
        foreach (var (name, value) in handshake.Concat(headers))
        {
            request.Headers.Add(name, value);
        }

        return app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
