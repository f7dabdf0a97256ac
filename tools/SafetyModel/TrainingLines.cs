using System.IO.Compression;
using System.Text.Json;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.SafetyModel;

/// <summary>Reads what the model learns from.</summary>
internal static class TrainingLines
{
    /// <summary>The examples in the rule files: what they find, and what they must leave alone.</summary>
    public static IEnumerable<TrainingLine> OfRules() =>
        from file in RuleSafetyService.BuiltIn()
        from example in file.Examples
        where example.Kind is <= RuleKind.Doxxing and not RuleKind.Support
        select new TrainingLine(
            example.Text, example.IsFound && example.Kind <= RuleKind.Acute, example.IsFound && example.Kind > RuleKind.Acute, true);

    /// <summary>The project's own lines, <c>label|text</c>; a line that begins with # is a remark.</summary>
    /// <exception cref="InvalidDataException">A label is unknown.</exception>
    public static IEnumerable<TrainingLine> OfFolder(string folder) =>
        Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('|', 2) switch
            {
                ["crisis", var text] => new TrainingLine(text, true, false, true),
                ["harm", var text] => new TrainingLine(text, false, true, true),
                ["benign", var text] => new TrainingLine(text, false, false, true),
                _ => throw new InvalidDataException("A line begins with crisis|, harm| or benign|."),
            });

    /// <summary>Everyday comments, without those that the rules stop: a handful are what they seem.</summary>
    /// <param name="path">A gzip file with one JSON object a line; the text is in the property "text".</param>
    public static IEnumerable<TrainingLine> OfComments(string path)
    {
        var rules = new RuleSafetyService();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString() ?? "";
            if (rules.Assess(text).Allowed)
            {
                yield return new TrainingLine(text, false, false, false);
            }
        }
    }
}
