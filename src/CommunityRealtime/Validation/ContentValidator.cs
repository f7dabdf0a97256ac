using System.Globalization;
using System.Text;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Validation;

/// <summary>The rules for a message's content. It is checked, never changed: what is shown is what was sent.</summary>
internal sealed class ContentValidator(ChatLimitsOptions limits)
{
    /// <summary>Checks a content.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public ProtocolError? Check(string content)
    {
        var characters = 0;
        var visible = false;
        foreach (var rune in content.EnumerateRunes())
        {
            characters++;
            if (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n'))
            {
                return ProtocolError.ContentHasControls;
            }

            visible = visible || IsVisible(rune);
        }

        return !visible ? ProtocolError.ContentEmpty
            : characters > limits.MaxContentCharacters ? ProtocolError.ContentTooLong(limits.MaxContentCharacters)
            : null;
    }

    /// <summary>Whether a character leaves a mark on a screen: no space, no format character, none of the fillers that look like nothing.</summary>
    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned)
        && !IsBlankLetterOrMark(rune.Value);

    /// <summary>
    /// Default_Ignorable_Code_Point beyond the format characters (Unicode Character Database, DerivedCoreProperties), and the
    /// empty braille pattern.
    /// </summary>
    private static bool IsBlankLetterOrMark(int codePoint) => codePoint is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
