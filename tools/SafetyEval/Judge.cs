using System.Text.Json.Nodes;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Model;
using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.SafetyEval;

/// <summary>Writes the built-in gate's judgement as JSON.</summary>
internal sealed class Judge(IReadOnlyList<RuleFile> files, bool explains)
{
    private static readonly (string Name, HarmCategory Category)[] Categories =
    [
        ("threat", HarmCategory.Threat), ("self_harm_encouragement", HarmCategory.SelfHarmEncouragement), ("hate", HarmCategory.Hate),
        ("harassment", HarmCategory.Harassment), ("sexual_harassment", HarmCategory.SexualHarassment), ("minor_safety", HarmCategory.MinorSafety),
        ("doxxing", HarmCategory.Doxxing),
    ];

    private readonly RuleSafetyService _service = new(files);

    public string Assess(string text)
    {
        var assessment = _service.Assess(text);
        var screening = _service.Screen(text, 0);
        var opinion = LinearModel.BuiltIn.Judge(text);
        var harm = new JsonObject();
        foreach (var (name, category) in Categories)
        {
            harm[name] = Math.Round(Rank(screening.HarmOf(category), opinion.Harm), 4);
        }

        var result = new JsonObject
        {
            ["crisis"] = Math.Round(Screening.Rank(screening.Crisis, opinion.Crisis, screening.Level > CrisisLevel.None), 4),
            ["crisisFlag"] = screening.Level > CrisisLevel.None,
            ["level"] = screening.Level.ToString().ToLowerInvariant(),
            ["harm"] = harm,
            ["harmFlag"] = screening.Harm > HarmCategory.None,
            ["allowed"] = assessment.Allowed,
        };
        if (explains)
        {
            result["why"] = new JsonArray([.. screening.Findings.Select(finding => JsonValue.Create(finding.Rule.Line.Id))]);
        }

        return result.ToJsonString();
    }

    private static float Rank(float evidence, float opinion) => Screening.Rank(evidence, opinion, evidence >= Screening.Threshold);
}
