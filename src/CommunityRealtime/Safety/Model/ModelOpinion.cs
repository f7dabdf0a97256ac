namespace CommunityRealtime.Safety.Model;

/// <summary>What the linear model thinks of a text: how much its likeliest sentence resembles one of the class, 0 to 1.</summary>
/// <param name="Crisis">Danger to the author.</param>
/// <param name="Harm">Harm to others.</param>
internal readonly record struct ModelOpinion(float Crisis, float Harm);
