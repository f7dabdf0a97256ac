namespace CommunityRealtime.Fuzzing;

/// <summary>Frames that are nearly right: one to three changes to a good one. The same seed gives the same frames.</summary>
internal sealed class MutatedFrames(int seed)
{
    private readonly Random _random = new(seed);

    public string Next()
    {
        var frame = Pick(FrameWords.Frames);
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
        {
            frame = Change(frame);
        }

        return frame;
    }

    private string Change(string frame)
    {
        var at = Boundary(frame, _random.Next(frame.Length + 1));
        var end = Boundary(frame, Math.Min(frame.Length, at + _random.Next(1, 12)));
        return _random.Next(12) switch
        {
            0 => frame.Remove(at, end - at),
            1 => frame.Insert(at, frame[at..end]),
            2 => frame.Remove(at, end - at).Insert(at, Pick(FrameWords.Pieces)),
            3 => frame.Insert(at, Pick(FrameWords.Pieces)),
            < 7 => AddProperty(frame),
            < 9 => frame.Replace("\"type\"", Pick(FrameWords.Spaces) + "\"type\"" + Pick(FrameWords.Spaces), StringComparison.Ordinal),
            _ => frame.Replace("\"content\":\"", "\"content\":\"" + Pick(FrameWords.Pieces), StringComparison.Ordinal),
        };
    }

    /// <summary>A whole property more, so that not everything is merely broken.</summary>
    private string AddProperty(string frame) => frame.EndsWith('}')
        ? frame.Insert(frame.Length - 1, $",\"{Pick(FrameWords.Keys)}\":{Pick(FrameWords.Values)}")
        : frame;

    /// <summary>Never in the middle of a surrogate pair: the text must go through UTF-8.</summary>
    private static int Boundary(string frame, int at) => at < frame.Length && char.IsLowSurrogate(frame[at]) ? at - 1 : at;

    private string Pick(IReadOnlyList<string> from) => from[_random.Next(from.Count)];
}
