namespace CommunityRealtime.Safety;

/// <summary>Somebody who listens to a person in a crisis: a helpline of one country. Immutable.</summary>
/// <remarks>At least one of <see cref="Phone"/>, <see cref="TextNumber"/> and <see cref="Url"/> is set.</remarks>
public sealed class CrisisResource
{
    /// <summary>The country: two letters of ISO 3166-1, such as <c>MX</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Who answers, as people there know it, 1–100 characters. Never only a number.</summary>
    public required string Name { get; init; }

    /// <summary>The number to call, as it is dialled in the country. Default none.</summary>
    public string? Phone { get; init; }

    /// <summary>The number to send a text message to. Default none.</summary>
    public string? TextNumber { get; init; }

    /// <summary>The page of a chat, or about the line; https. Default none.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether calls and messages cost nothing. Default false.</summary>
    public bool IsFree { get; init; }

    /// <summary>Whether it is there at all hours. Default false.</summary>
    public bool IsAlwaysOpen { get; init; }

    /// <summary>The country's emergency number, such as <c>112</c>. Of several resources of a country the first one's counts. Default none.</summary>
    public string? EmergencyNumber { get; init; }

    /// <summary>When somebody last made sure that all of this is right. The app warns at its start when that is more than a year ago.</summary>
    public required DateOnly VerifiedOn { get; init; }
}
