using System.Text;

namespace CommunityRealtime.Email.Text;

/// <summary>Puts values in the place of names in braces. What a value holds is never read as a name again.</summary>
internal static class Placeholders
{
    /// <returns>The names in braces; for a brace that is never closed the rest of the text with the brace, which is nobody's name.</returns>
    public static IEnumerable<string> NamesIn(string template)
    {
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', open + 1))
        {
            var close = template.IndexOf('}', open);
            yield return close < 0 ? template[open..] : template[(open + 1)..close];
        }
    }

    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder(template.Length + 64);
        var done = 0;
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', done))
        {
            var close = template.IndexOf('}', open);
            text.Append(template, done, open - done).Append(values[template[(open + 1)..close]]);
            done = close + 1;
        }

        return text.Append(template, done, template.Length - done).ToString();
    }
}
