using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Connections;

/// <summary>Why there is no place for a socket. It is told by a status, which costs less than a socket that is opened to be closed.</summary>
/// <param name="By">Which limit it is, for the measurements.</param>
/// <param name="StatusCode">The status.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record ConnectionRefusal(string By, int StatusCode, string Detail)
{
    private const int MinRetrySeconds = 5;
    private const int MaxRetrySeconds = 15;

    public static ConnectionRefusal ServerFull { get; } = new(
        "server", StatusCodes.Status503ServiceUnavailable, "This server has as many connections as it takes. Try again in a moment.");

    public static ConnectionRefusal Stopping { get; } = new(
        "stopping", StatusCodes.Status503ServiceUnavailable, "This server is going down. Try again in a moment.")
    { Code = "shutting_down" };

    public static ConnectionRefusal AddressFull { get; } = new(
        "address", StatusCodes.Status429TooManyRequests, "Too many connections come from your address. Close some, or try again in a moment.");

    /// <summary>A stable word for programs.</summary>
    public string Code { get; private init; } = CloseReason.TooManyConnections.Word;

    /// <summary>Answers the request with it. Not everyone is told the same time, so that those who wait do not come back together.</summary>
    public Task WriteAsync(HttpContext http) => Problem.WriteAsync(
        http, StatusCode, Detail, Code, TimeSpan.FromSeconds(Random.Shared.Next(MinRetrySeconds, MaxRetrySeconds + 1)));
}
