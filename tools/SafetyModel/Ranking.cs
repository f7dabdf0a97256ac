namespace CommunityRealtime.SafetyModel;

/// <summary>How well scores put one class before the other.</summary>
internal static class Ranking
{
    /// <summary>The area under the curve of precision over recall (average precision): 1 is perfect, chance is the share of the class.</summary>
    public static double AveragePrecision(IEnumerable<(float Score, bool IsTrue)> scores)
    {
        var found = 0;
        var seen = 0;
        var sum = 0.0;
        foreach (var (_, isTrue) in scores.OrderByDescending(score => score.Score).ThenBy(score => score.IsTrue))
        {
            seen++;
            if (isTrue)
            {
                sum += (double)++found / seen;
            }
        }

        return found == 0 ? 0 : sum / found;
    }
}
