namespace CommunityRealtime.Protocol;

/// <summary>The languages that the library has rules and replies in.</summary>
internal static class ChatLanguages
{
    /// <summary>Two letters of ISO 639 each, English first.</summary>
    public static IReadOnlyList<string> All { get; } = ["en", "es", "fr", "de", "pt"];
}
