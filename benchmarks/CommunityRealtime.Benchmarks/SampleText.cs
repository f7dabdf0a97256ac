namespace CommunityRealtime.Benchmarks;

/// <summary>What every message says where nobody reads it.</summary>
internal static class SampleText
{
    public const string Content = "Thank you all for last night. I slept for the first time this week, and today already looks lighter to me.";
}
