using System.Collections.Frozen;
using CommunityRealtime.Email.Text;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Email.Hosting;

/// <summary>Checks the words, so that none is missing and none can add a header line.</summary>
internal static class TemplateCheck
{
    private const int MaxSubject = 200;
    private const int MaxBody = 10_000;
    private const int MaxWord = 200;

    private static readonly FrozenSet<string> SubjectNames = FrozenSet.Create(
        StringComparer.Ordinal, "reason", "level", "waiting", "raised_at", "community", "case_id", "step");

    private static readonly FrozenSet<string> BodyNames = FrozenSet.Create(StringComparer.Ordinal, [.. SubjectNames, "link"]);

    public static void AddErrors(IDictionary<string, CrisisEmailTemplate> templates, string property, ValidateOptionsResultBuilder result)
    {
        foreach (var (language, template) in templates)
        {
            var where = $"{property}[{language}]";
            if (template is null)
            {
                result.AddError("is null; leave it out.", where);
                continue;
            }

            CheckSubject(template.Subject, $"{where}.{nameof(template.Subject)}", result);
            CheckBody(template.Body, $"{where}.{nameof(template.Body)}", result);
            CheckWords(template.Levels, Enum.GetValues<CrisisLevel>(), $"{where}.{nameof(template.Levels)}", result);
            CheckWords(template.Reasons, Enum.GetValues<CrisisNoticeKind>(), $"{where}.{nameof(template.Reasons)}", result);
        }
    }

    private static void CheckSubject(string? subject, string where, ValidateOptionsResultBuilder result)
    {
        if (!IsLine(subject, MaxSubject))
        {
            result.AddError($"is unusable; use one line of 1 to {MaxSubject} characters without control characters.", where);
        }

        CheckNames(subject, SubjectNames, where, result);
    }

    private static void CheckBody(string? body, string where, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrWhiteSpace(body) || body.Length > MaxBody)
        {
            result.AddError($"is unusable; use 1 to {MaxBody} characters.", where);
        }

        CheckNames(body, BodyNames, where, result);
    }

    private static void CheckNames(string? text, FrozenSet<string> known, string where, ValidateOptionsResultBuilder result)
    {
        if (!Placeholders.NamesIn(text ?? string.Empty).All(known.Contains))
        {
            result.AddError($"has something unknown in braces; use {string.Join(", ", known.Order(StringComparer.Ordinal).Select(name => $"{{{name}}}"))}.", where);
        }
    }

    private static void CheckWords<TKey>(IDictionary<TKey, string> words, TKey[] keys, string where, ValidateOptionsResultBuilder result)
        where TKey : struct, Enum
    {
        foreach (var key in keys)
        {
            if (!words.TryGetValue(key, out var word) || !IsLine(word, MaxWord))
            {
                result.AddError($"is missing or unusable; use one line of 1 to {MaxWord} characters without control characters.", $"{where}[{key}]");
            }
        }
    }

    private static bool IsLine(string? text, int max) => !string.IsNullOrWhiteSpace(text) && text.Length <= max && !text.Any(char.IsControl);
}
