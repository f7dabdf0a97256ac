using System.Collections.Frozen;
using System.Text;

namespace CommunityRealtime.Safety.Replies;

/// <summary>The private replies in one language, as their file says them. Immutable.</summary>
/// <remarks>
/// A file holds sections, <c>[name]</c>. In a text, <c>{duty}</c> is where the duty sentence goes, <c>{help:…}</c>, <c>{lines:…}</c> and <c>{emergency:…}</c> hold
/// what is said while nobody knows the author's country.
/// </remarks>
internal sealed class ReplyTexts
{
    private const string ResourcePrefix = "CommunityRealtime.Safety.Replies.";

    private readonly FrozenDictionary<string, string> _sections;

    private ReplyTexts(string file) => _sections = Sections(file).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the replies of one of the <see cref="Protocol.ChatLanguages"/>.</summary>
    public static ReplyTexts Read(string language)
    {
        using var stream = typeof(ReplyTexts).Assembly.GetManifestResourceStream($"{ResourcePrefix}{language}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new ReplyTexts(reader.ReadToEnd());
    }

    /// <summary>A section, without an empty line at its end.</summary>
    public string this[string section] => _sections[section];

    /// <summary>A text for somebody of whose country these resources are.</summary>
    /// <param name="section">The text's section.</param>
    /// <param name="tellsOfDuty">Whether somebody of the care team is being told now.</param>
    /// <param name="resources">Those of the author's country; none when it is not known.</param>
    public string Fill(string section, bool tellsOfDuty, IReadOnlyList<CrisisResource> resources)
    {
        var text = this[section].Replace("{duty}", tellsOfDuty ? $"{this["duty"]} " : "", StringComparison.Ordinal);
        var lines = string.Join($" {this["or"]} ", resources.Select(Line));
        var emergency = resources.Select(resource => resource.EmergencyNumber).FirstOrDefault(number => number is not null);
        text = Put(text, "help", lines.Length == 0 ? null : $"{string.Format(null, this["listen"], lines)} {this["elsewhere"]}");
        text = Put(text, "lines", lines.Length == 0 ? null : $"{lines}. {this["elsewhere"]}");
        return Put(text, "emergency", emergency is null ? null : string.Format(null, this["emergency"], emergency));
    }

    private static IEnumerable<KeyValuePair<string, string>> Sections(string file) =>
        file.ReplaceLineEndings("\n").Split("\n[", StringSplitOptions.RemoveEmptyEntries)
            .Select(section => section.TrimStart('[').Split("]\n", 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts[1].Trim()));

    /// <summary>Puts what is known in the place of a placeholder, or what it says by itself.</summary>
    private static string Put(string text, string name, string? known)
    {
        var start = text.IndexOf($"{{{name}:", StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        var end = text.IndexOf('}', start);
        var inner = text[(start + name.Length + 2)..end];
        return $"{text[..start]}{known ?? inner}{text[(end + 1)..]}";
    }

    /// <summary>Who answers, how to reach them, and at what price and hours, where that is known.</summary>
    private string Line(CrisisResource resource)
    {
        string?[] ways =
        [
            resource.Phone is { } phone ? string.Format(null, this["call"], phone) : null,
            resource.TextNumber is { } number ? string.Format(null, this["text"], number) : null,
            resource.Url?.AbsoluteUri.TrimEnd('/'),
        ];
        string?[] terms = [resource.IsFree ? this["free"] : null, resource.IsAlwaysOpen ? this["always"] : null];
        var about = string.Join(", ", terms.OfType<string>());
        return $"{resource.Name}: {string.Join($" {this["or"]} ", ways.OfType<string>())}{(about.Length == 0 ? "" : $" ({about})")}";
    }
}
