namespace CommunityRealtime.Safety.Replies;

/// <summary>The helplines that come with the library. Other countries get the international directory.</summary>
/// <remarks>
/// A date is that of the newest page of the operator or of a government, or of its words in the press, that was seen in a stored copy. Nobody called the numbers. Emergency numbers
/// are common knowledge.
/// </remarks>
internal static class BuiltInResources
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrisisResource> All { get; } =
    [
        Line("US", new(2026, 1, 13), "988 Suicide & Crisis Lifeline", "988", "911", "https://988lifeline.org", text: "988"),
        Line("GB", new(2025, 9, 1), "Samaritans", "116 123", "999", "https://www.samaritans.org"),
        Line("IE", new(2020, 9, 10), "Samaritans", "116 123", "112", "https://www.samaritans.org"),
        Line("AU", new(2022, 2, 7), "Lifeline", "13 11 14", "000", "https://www.lifeline.org.au"),
        Line("NZ", new(2024, 3, 1), "1737", "1737", "111", text: "1737"),
        Line("ES", new(2025, 10, 11), "Línea 024", "024", "112"),
        Line("MX", new(2026, 1, 13), "Línea de la Vida", "800 911 2000", "911"),
        Line("FR", new(2024, 2, 5), "3114", "3114", "112", "https://3114.fr"),
        Line("DE", new(2025, 7, 1), "TelefonSeelsorge", "0800 1110111", "112", "https://www.telefonseelsorge.de"),
        Line("BR", new(2025, 9, 16), "CVV", "188", "192", "https://www.cvv.org.br"),
    ];

    private static CrisisResource Line(
        string region, DateOnly verifiedOn, string name, string phone, string emergency, string? url = null, string? text = null) => new()
        {
            Region = region,
            Name = name,
            Phone = phone,
            TextNumber = text,
            Url = url is null ? null : new Uri(url),
            // What a call costs in Australia was not found.
            IsFree = region != "AU",
            IsAlwaysOpen = true,
            EmergencyNumber = emergency,
            VerifiedOn = verifiedOn,
        };
}
