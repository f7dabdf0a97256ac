using System.Security.Claims;

namespace CommunityRealtime.Authentication;

/// <summary>What a request brought along to say who it is.</summary>
public sealed class ChatCredentials
{
    /// <summary>The bearer token of the request, or <see langword="null"/>. Never log it.</summary>
    public string? Token { get; init; }

    /// <summary>The user that the host's own authentication established, or <see langword="null"/>.</summary>
    public ClaimsPrincipal? HostUser { get; init; }
}
