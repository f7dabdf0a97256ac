using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CommunityRealtime.Safety.AI;

/// <summary>The judgements that a model may give, and nothing besides.</summary>
internal static class Judgement
{
    private const int MaxAnswerCharacters = 1_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <summary>The form of an answer, for models that can be held to one.</summary>
    public static ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "category": { "type": "string", "enum": ["none", "crisis", "harm"] },
                "level": { "type": "string", "enum": ["none", "passive", "active", "acute"] },
                "verdict": { "type": "string", "enum": ["allow", "allow_with_support", "hold", "withhold", "refuse"] }
              },
              "required": ["category", "level", "verdict"],
              "additionalProperties": false
            }
            """),
        "safety_judgement");

    /// <summary>Reads an answer.</summary>
    /// <returns>The judgement; <see langword="null"/> unless the answer is one JSON object that makes sense, and not a letter more.</returns>
    public static SafetyAssessment? Read(ChatResponse response)
    {
        if (response.Messages is not [{ Contents: var contents }]
            || !contents.All(content => content is TextContent or TextReasoningContent or UsageContent)
            || response.Text is not { Length: <= MaxAnswerCharacters } answer)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(answer, Strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.GetPropertyCount() == 3
                ? Of(Word(root, "category"), Word(root, "level"), Word(root, "verdict"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Word(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Three words that contradict each other are the answer of a model that is confused, or talked into something.</summary>
    private static SafetyAssessment? Of(string? category, string? level, string? verdict) => (category, level, verdict) switch
    {
        ("none", "none", "allow") => SafetyAssessment.Allow,
        ("none", "none", "allow_with_support") => Make(SafetyVerdict.AllowWithSupport, SafetyCategory.None),
        ("none", "none", "hold") => Make(SafetyVerdict.Hold, SafetyCategory.None),
        ("harm", "none", "hold") => Make(SafetyVerdict.Hold, SafetyCategory.Harm),
        ("harm", "none", "refuse") => Make(SafetyVerdict.Refuse, SafetyCategory.Harm),
        ("crisis", "passive", "allow_with_support") => Make(SafetyVerdict.AllowWithSupport, SafetyCategory.Crisis, CrisisLevel.Passive),
        ("crisis", "passive", "withhold") => Make(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Passive),
        ("crisis", "active", "withhold") => Make(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Active),
        ("crisis", "acute", "withhold") => Make(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Acute),
        _ => null,
    };

    private static SafetyAssessment Make(SafetyVerdict verdict, SafetyCategory category, CrisisLevel level = CrisisLevel.None) =>
        new() { Verdict = verdict, Category = category, Level = level };
}
