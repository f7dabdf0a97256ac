namespace CommunityRealtime.Safety.Replies;

/// <summary>The helplines that come with the library: those that were found confirmed on the day that they name. Other countries get the international directory.</summary>
internal static class BuiltInResources
{
    private static readonly DateOnly Verified = new(2026, 11, 24);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrisisResource> All { get; } =
    [
        Line("US", "988 Suicide & Crisis Lifeline", "988", "911", "https://988lifeline.org", text: "988"),
        Line("GB", "Samaritans", "116 123", "999", "https://www.samaritans.org"),
        Line("IE", "Samaritans", "116 123", "112", "https://www.samaritans.org"),
        Line("AU", "Lifeline", "13 11 14", "000", "https://www.lifeline.org.au"),
        Line("NZ", "1737", "1737", "111", "https://1737.org.nz", text: "1737"),
        Line("ES", "Línea 024", "024", "112"),
        Line("MX", "Línea de la Vida", "800 911 2000", "911"),
        Line("FR", "3114", "3114", "112", "https://3114.fr"),
        Line("DE", "TelefonSeelsorge", "0800 1110111", "112", "https://www.telefonseelsorge.de"),
        Line("BR", "CVV", "188", "192", "https://www.cvv.org.br"),
    ];

    private static CrisisResource Line(string region, string name, string phone, string emergency, string? url = null, string? text = null) => new()
    {
        Region = region,
        Name = name,
        Phone = phone,
        TextNumber = text,
        Url = url is null ? null : new Uri(url),
        IsFree = region != "AU",
        IsAlwaysOpen = true,
        EmergencyNumber = emergency,
        VerifiedOn = Verified,
    };
}
