using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.SafetyEval;

/// <summary>Reads rule files from a folder, as the library reads its own.</summary>
internal static class RuleFolder
{
    public static IReadOnlyList<RuleFile> Read(string folder)
    {
        var files = new List<RuleFile>();
        foreach (var group in Directory.GetFiles(folder, "*.rules").GroupBy(file => Path.GetFileName(file).Split('.')[0]))
        {
            var words = group.SingleOrDefault(file => file.EndsWith(".words.rules", StringComparison.Ordinal));
            var shared = words is null ? null : Read(words, group.Key, null);
            files.AddRange(shared is null ? [] : [shared]);
            files.AddRange(group.Where(file => file != words).Order(StringComparer.Ordinal).Select(file => Read(file, group.Key, shared)));
        }

        return files;
    }

    private static RuleFile Read(string path, string language, RuleFile? words) =>
        RuleFile.Read(Path.GetFileName(path), language, File.ReadAllText(path), words);
}
