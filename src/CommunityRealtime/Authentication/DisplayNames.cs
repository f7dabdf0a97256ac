using System.Globalization;
using System.Text;

namespace CommunityRealtime.Authentication;

/// <summary>Makes a name fit to be shown and stored, whatever an identity provider put into it.</summary>
internal static class DisplayNames
{
    private const int MaxLength = 100;

    /// <summary>Takes control and format characters and broken surrogates away, trims, and cuts to 100 UTF-16 units.</summary>
    /// <returns>The name, or <see langword="null"/> when nothing is left of it.</returns>
    public static string? Clean(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var clean = new StringBuilder(Math.Min(name.Length, MaxLength));
        foreach (var rune in name.AsSpan().Trim().EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format) && rune != Rune.ReplacementChar)
            {
                clean.Append(rune);
            }
        }

        var result = clean.ToString().Trim();
        return result.Length == 0 ? null : result;
    }
}
