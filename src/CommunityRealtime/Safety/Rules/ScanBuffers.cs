using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>The room that the reading of one text needs. One for each thread, used again for every text, so that nothing is allocated.</summary>
internal sealed class ScanBuffers
{
    // Longer texts than a chat allows are rare: what they need is not kept.
    private const int KeptLength = 16_384;

    [ThreadStatic]
    private static ScanBuffers? _ofThread;

    private Token[] _tokens = new Token[256];
    private int[] _firstByStart = new int[256];
    private int[] _firstByEnd = new int[256];
    private PhraseSpan[] _spans = new PhraseSpan[64];
    private GuardMarks[] _marks = new GuardMarks[256];
    private byte[] _foreign = new byte[256];
    private int _spanCount;

    /// <summary>The words of the text.</summary>
    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>What the guards say about each word.</summary>
    public Span<GuardMarks> Marks => _marks.AsSpan(0, Count);

    /// <summary>For each word the languages that its sentence is not in, a bit each.</summary>
    public Span<byte> Foreign => _foreign.AsSpan(0, Count);

    /// <summary>The findings of the text so far.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>How many phrases were found.</summary>
    public int SpanCount => _spanCount;

    /// <summary>The buffers of this thread.</summary>
    public static ScanBuffers OfThread => _ofThread ??= new ScanBuffers();

    /// <summary>Reads a text into tokens, and forgets the text before.</summary>
    public void Read(ReadOnlySpan<char> text, Vocabulary vocabulary)
    {
        var most = Tokenizer.MostTokens(text.Length);
        if (_tokens.Length < most || _tokens.Length > 2 * KeptLength)
        {
            _tokens = new Token[Math.Max(most, 256)];
        }

        Count = Tokenizer.Read(text, vocabulary, _tokens);
        if (_marks.Length <= Count || _marks.Length > KeptLength)
        {
            _marks = new GuardMarks[Math.Max(Count + 1, 256)];
            _foreign = new byte[_marks.Length];
            _firstByStart = new int[_marks.Length];
            _firstByEnd = new int[_marks.Length];
        }

        Findings.Clear();
        _spanCount = 0;
        _firstByStart.AsSpan(0, Count + 1).Fill(-1);
        _firstByEnd.AsSpan(0, Count + 1).Fill(-1);
    }

    /// <summary>Whether the sentence of a word is in other languages than this one.</summary>
    public bool IsForeign(int token, int language) => (_foreign[token] >> language & 1) != 0;

    /// <summary>The index of the first span that begins at a token; -1 for none.</summary>
    public int FirstSpanFrom(int token) => _firstByStart[token];

    /// <summary>The index of the first span that ends before a token; -1 for none.</summary>
    public int FirstSpanTo(int token) => _firstByEnd[token];

    /// <summary>One of the spans.</summary>
    public PhraseSpan Span(int index) => _spans[index];

    /// <summary>Whether a phrase was found before a token.</summary>
    public bool HasPhraseBefore(int phrase, int token)
    {
        foreach (var span in _spans.AsSpan(0, _spanCount))
        {
            if (span.Phrase == phrase && span.Start < token)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Keeps a phrase that was found, once.</summary>
    public void AddSpan(int start, int end, int phrase)
    {
        for (var i = _firstByStart[start]; i >= 0; i = _spans[i].NextByStart)
        {
            if (_spans[i].End == end && _spans[i].Phrase == phrase)
            {
                return;
            }
        }

        if (_spanCount == _spans.Length)
        {
            Array.Resize(ref _spans, 2 * _spanCount);
        }

        _spans[_spanCount] = new PhraseSpan(start, end, phrase, _firstByStart[start], _firstByEnd[end]);
        _firstByStart[start] = _spanCount;
        _firstByEnd[end] = _spanCount++;
    }
}
