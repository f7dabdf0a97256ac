namespace CommunityRealtime.SafetyModel;

/// <summary>A line as the trainer sees it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Sentences">The features of each sentence.</param>
internal sealed record Example(TrainingLine Line, int[][] Sentences);
