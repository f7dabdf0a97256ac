namespace CommunityRealtime.Safety.Model;

/// <summary>Takes what <see cref="TextFeatures"/> finds. A struct, so that reading a text allocates nothing.</summary>
internal interface IFeatureSink
{
    /// <summary>Takes one feature of the sentence that is being read.</summary>
    /// <param name="bucket">Its number, from 0 to below <see cref="TextFeatures.Buckets"/>.</param>
    void Add(int bucket);

    /// <summary>The sentence is over. Called for sentences with at least one feature only.</summary>
    void EndSentence();
}
