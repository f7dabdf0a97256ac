using System.Globalization;

namespace CommunityRealtime.Safety.Text;

/// <summary>Turns the many ways to draw a Latin letter into the plain small letter.</summary>
/// <remarks>An own table, because <see cref="string.Normalize()"/> changes nothing in an app with invariant globalization.</remarks>
internal static class TextFolding
{
    /// <summary>The answer for a character that leaves no trace: a combining mark, a zero-width character, an apostrophe.</summary>
    public const char Nothing = '\0';

    // The plain letter, then accented forms, Cyrillic and Greek look-alikes and small capitals.
    private static readonly string[] LookAlikes =
    [
        "aàáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặаαɑᴀ", "bвʙƀɓḃ", "cçćĉċčсϲᴄƈ", "dďđḋḍԁᴅɗð", "eèéêëēĕėęěȅȇẹẻẽếềểễệеєёεᴇҽ",
        "fƒḟꜰ", "gĝğġģǧǵɡɢ", "hĥħḣḥһнʜ", "iìíîïĩīĭįıǐȉȋỉịіїιɪ", "jĵјᴊϳ", "kķĸǩкκᴋƙ", "lĺļľŀłḷӏʟ", "mмṁṃᴍϻ",
        "nñńņňŉŋǹṅṇпηɴ", "oòóôõöøōŏőǒǫọỏốồổỗộớờởỡợоοσᴏ", "pṗрρᴘ", "qԛ", "rŕŗřṙṛгʀ", "sśŝşšșṡṣѕꜱ", "tţťŧțṫṭтτᴛ",
        "uùúûüũūŭůűųưǔụủứừửữựυцᴜ", "vṽѵνᴠ", "wŵẁẃẅωԝᴡш", "xхχ", "yýÿŷỳỵỷỹуүγʏ", "zźżžẑẓᴢ",
    ];

    private static readonly char[] Table = BuildTable();

    /// <summary>Folds one UTF-16 character that is not half of a pair.</summary>
    /// <returns>The plain character; itself when there is none; <see cref="Nothing"/> when it leaves no trace.</returns>
    public static char Fold(char character) => Table[character];

    /// <summary>The two letters of a ligature; <see langword="null"/> for any other character.</summary>
    public static string? LettersOf(char character) => character switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => null,
    };

    /// <summary>Folds a character outside the basic plane: the mathematical alphabets, which repeat 26 capitals and 26 small letters.</summary>
    /// <returns>The plain letter, <see cref="Nothing"/> for an invisible character, or a space for any other.</returns>
    public static char FoldPair(char high, char low)
    {
        var codePoint = char.ConvertToUtf32(high, low);
        return codePoint switch
        {
            >= 0x1D400 and < 0x1D6A4 => (char)('a' + ((codePoint - 0x1D400) % 26)),
            >= 0x1D7CE and < 0x1D800 => (char)('0' + ((codePoint - 0x1D7CE) % 10)),
            >= 0xE0000 and < 0xE0200 => Nothing,
            _ => ' ',
        };
    }

    private static char[] BuildTable()
    {
        var folds = LookAlikes.SelectMany(row => row.Skip(1).Select(character => KeyValuePair.Create(char.ToLowerInvariant(character), row[0])))
            .DistinctBy(pair => pair.Key)
            .ToDictionary();
        var table = new char[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = FoldOnce((char)i, folds);
        }

        return table;
    }

    private static char FoldOnce(char character, Dictionary<char, char> folds)
    {
        switch (character)
        {
            case '\'' or '`' or '‘' or '’' or '‛' or '´' or 'ʼ' or '′' or '＇':
                return Nothing;
            case >= '！' and <= '～': // Full width: the ASCII characters in one row.
                return char.ToLowerInvariant((char)(character - 0xFEE0));
            case >= 'Ⓐ' and <= 'ⓩ': // Circled letters: capitals, then small ones.
                return (char)('a' + ((character - 'Ⓐ') % 26));
            case '\u3000': // The full-width space.
                return ' ';
        }

        var lower = char.ToLowerInvariant(character);
        if (char.IsAscii(character))
        {
            return lower;
        }

        if (folds.TryGetValue(lower, out var plain))
        {
            return plain;
        }

        return CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format
            ? Nothing
            : lower;
    }
}
