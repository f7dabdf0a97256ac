using CommunityRealtime.Safety.Model;

namespace CommunityRealtime.SafetyModel;

/// <summary>Keeps the features of each sentence of a text.</summary>
internal struct FeatureList() : IFeatureSink
{
    private readonly List<int> _sentence = [];
    private readonly List<int[]> _sentences = [];

    /// <summary>Reads a text.</summary>
    public static int[][] Of(string text)
    {
        var list = new FeatureList();
        TextFeatures.Read(text, ref list);
        return [.. list._sentences];
    }

    public readonly void Add(int bucket) => _sentence.Add(bucket);

    public readonly void EndSentence()
    {
        _sentences.Add([.. _sentence]);
        _sentence.Clear();
    }
}
