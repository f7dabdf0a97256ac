using CommunityRealtime.Protocol;
using Microsoft.Extensions.Primitives;

namespace CommunityRealtime.Authentication;

/// <summary>What is known of a user's language and country. Whatever makes no sense counts as not known.</summary>
/// <param name="Language">The language that the app says the user speaks: two or three small letters of ISO 639.</param>
/// <param name="Region">The country that the app says the user is in: two capital letters of ISO 3166-1. Never taken from the program's language, which says little about where somebody is.</param>
/// <param name="AcceptedLanguage">The first language of the user's program that the library has replies in.</param>
internal readonly record struct UserLocale(string? Language, string? Region, string? AcceptedLanguage)
{
    // A header can be very long; what counts stands at its beginning.
    private const int MostLanguages = 8;
    private const int LongestTag = 35;

    /// <summary>Reads what the app and the user's program say.</summary>
    /// <param name="locale">A language tag (BCP 47), such as <c>es-MX</c>.</param>
    /// <param name="region">A country.</param>
    /// <param name="acceptLanguage">The header <c>Accept-Language</c> (RFC 9110, section 12.5.4).</param>
    public static UserLocale From(string? locale, string? region, StringValues acceptLanguage)
    {
        var (language, ofLocale) = Read(locale);
        return new(language, AsRegion(region) ?? ofLocale, Accepted(acceptLanguage));
    }

    private static (string? Language, string? Region) Read(string? tag)
    {
        if (tag is null || tag.Length is 0 or > LongestTag)
        {
            return default;
        }

        var parts = tag.Split('-', '_');
        var isLanguage = parts[0].Length is 2 or 3 && parts[0].All(char.IsAsciiLetter);
        return isLanguage ? (parts[0].ToLowerInvariant(), parts.Skip(1).Select(AsRegion).FirstOrDefault(part => part is not null)) : default;
    }

    private static string? AsRegion(string? text) => text is { Length: 2 } && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;

    /// <summary>Programs write the language that they prefer first.</summary>
    private static string? Accepted(StringValues header)
    {
        if (header is not [{ } line, ..])
        {
            return null;
        }

        var left = MostLanguages;
        foreach (var range in line.AsSpan().Split(','))
        {
            var item = line.AsSpan()[range];
            var end = item.IndexOf(';');
            var tag = (end < 0 ? item : item[..end]).Trim();
            if (tag.Length <= LongestTag && Read(tag.ToString()).Language is { } language && ChatLanguages.All.Contains(language, StringComparer.Ordinal))
            {
                return language;
            }

            if (--left == 0)
            {
                break;
            }
        }

        return null;
    }
}
