namespace CommunityRealtime.Safety.Text;

/// <summary>What the characters between words say.</summary>
internal static class Separators
{
    /// <summary>Inside a word they stand for a letter, behind it for the end of a sentence or for nothing.</summary>
    public const string Marks = "!|*";

    /// <summary>Whether a mark stands for a letter.</summary>
    public static bool IsMarkInsideWord(char character, char next, bool isInWord) =>
        (isInWord || character == '!') && Marks.Contains(character) && (char.IsLetterOrDigit(next) || next is '*' or '@' or '$' or '!');

    /// <summary>Whether a character cuts what may be one word, as in "sui.cide": something of a word follows at once.</summary>
    public static bool MayBeInsideWord(char separator, char next) =>
        separator is '.' or '-' or '_' or '/' or '·' or '•' or '*' or '+' or '~' or '|' && char.IsLetterOrDigit(next);

    /// <summary>Whether it ends a sentence. A dot inside a word does not.</summary>
    public static bool EndsSentence(char separator, bool isInsideWord) =>
        separator is '!' or '?' or '\n' or '\r' or '。' or '…' or '؟' || (separator == '.' && !isInsideWord);

    /// <summary>Whether it ends a clause.</summary>
    public static bool EndsClause(char separator) =>
        separator is ',' or ';' or ':' or '(' or ')' or '.' or '–' or '—' or '"' or '“' or '”' or '«' or '»';
}
