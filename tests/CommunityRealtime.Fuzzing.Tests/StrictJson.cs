using System.Globalization;
using System.Text;

namespace CommunityRealtime.Fuzzing;

/// <summary>A parser of RFC 8259 that forgives nothing, written for nothing but to be compared with: letter by letter, without the platform's.</summary>
/// <remarks>
/// Objects become lists of pairs, arrays lists of values, texts strings (with unpaired surrogates as they are), true and false booleans; numbers
/// and null become a word.
/// </remarks>
internal sealed class StrictJson(string text, int maxDepth)
{
    private int _at;
    private int _depth;

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="FormatException">It is not valid, nests too deeply, or has a key twice or with an unpaired surrogate.</exception>
    public static object Parse(string text, int maxDepth)
    {
        var parser = new StrictJson(text, maxDepth);
        parser.SkipSpace();
        var value = parser.ReadValue();
        parser.SkipSpace();
        return parser._at == text.Length ? value : throw new FormatException();
    }

    private char Peek => _at < text.Length ? text[_at] : throw new FormatException();

    private object ReadValue() => Peek switch
    {
        '{' => ReadObject(),
        '[' => ReadArray(),
        '"' => ReadText(),
        't' => ReadWord("true", true),
        'f' => ReadWord("false", false),
        'n' => ReadWord("null", "null").ToString() is { } word ? new Other(word) : throw new FormatException(),
        _ => ReadNumber(),
    };

    private List<KeyValuePair<string, object>> ReadObject()
    {
        Enter();
        var pairs = new List<KeyValuePair<string, object>>();
        SkipSpace();
        if (Peek != '}')
        {
            while (true)
            {
                SkipSpace();
                var key = ReadText();
                if (HasUnpairedSurrogate(key) || pairs.Any(pair => pair.Key == key))
                {
                    throw new FormatException();
                }

                SkipSpace();
                Take(':');
                SkipSpace();
                pairs.Add(new(key, ReadValue()));
                SkipSpace();
                if (Peek != ',')
                {
                    break;
                }

                _at++;
            }
        }

        Take('}');
        _depth--;
        return pairs;
    }

    private List<object> ReadArray()
    {
        Enter();
        var values = new List<object>();
        SkipSpace();
        if (Peek != ']')
        {
            while (true)
            {
                SkipSpace();
                values.Add(ReadValue());
                SkipSpace();
                if (Peek != ',')
                {
                    break;
                }

                _at++;
            }
        }

        Take(']');
        _depth--;
        return values;
    }

    private string ReadText()
    {
        Take('"');
        var read = new StringBuilder();
        while (Peek != '"')
        {
            var letter = text[_at++];
            if (letter < ' ')
            {
                throw new FormatException();
            }

            read.Append(letter == '\\' ? ReadEscape() : letter);
        }

        _at++;
        return read.ToString();
    }

    private char ReadEscape()
    {
        var letter = Peek;
        _at++;
        return letter switch
        {
            '"' or '\\' or '/' => letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadHex(),
            _ => throw new FormatException(),
        };
    }

    private char ReadHex()
    {
        if (_at + 4 > text.Length || !text.AsSpan(_at, 4).ContainsOnlyHex())
        {
            throw new FormatException();
        }

        _at += 4;
        return (char)int.Parse(text.AsSpan(_at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private object ReadWord(string word, object value)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            throw new FormatException();
        }

        _at += word.Length;
        return value;
    }

    private Other ReadNumber()
    {
        if (Peek == '-')
        {
            _at++;
        }

        if (Peek == '0')
        {
            _at++;
        }
        else
        {
            ReadDigits();
        }

        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            ReadDigits();
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            _at++;
            if (Peek is '+' or '-')
            {
                _at++;
            }

            ReadDigits();
        }

        return new("number");
    }

    private void ReadDigits()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        if (_at == start)
        {
            throw new FormatException();
        }
    }

    private void Enter()
    {
        _at++;
        if (++_depth > maxDepth)
        {
            throw new FormatException();
        }
    }

    private void Take(char expected)
    {
        if (Peek != expected)
        {
            throw new FormatException();
        }

        _at++;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    /// <summary>Whether a text is no Unicode text.</summary>
    public static bool HasUnpairedSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    /// <summary>A value that no known key may have.</summary>
    internal sealed record Other(string Kind);
}
