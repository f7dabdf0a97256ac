using System.Globalization;

namespace CommunityRealtime.Safety.Rules;

/// <summary>The head of a group of rules: <c>[kind group weight=PERCENT keep=guard,guard]</c>.</summary>
/// <param name="Kind">What the rules find.</param>
/// <param name="Name">Kind and group.</param>
/// <param name="Weight">How much each of them says, 0 to 1.</param>
/// <param name="Guards">What may take them away.</param>
internal sealed record RuleHeader(RuleKind Kind, string Name, float Weight, RuleGuards Guards)
{
    private static readonly Dictionary<string, RuleKind> Kinds = Enum.GetValues<RuleKind>()
        .Where(kind => kind != RuleKind.Phrase)
        .ToDictionary(kind => kind.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Reads a head, without its brackets.</summary>
    public static RuleHeader Read(string text, Func<string, Exception> wrong)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !Kinds.TryGetValue(parts[0], out var kind))
        {
            throw wrong($"there is no section [{text}]");
        }

        var name = parts[0];
        var weight = kind == RuleKind.Support ? 0.2f : 0.9f;
        var guards = kind switch
        {
            RuleKind.Support => RuleGuards.Idiom | RuleGuards.Topic,
            < RuleKind.Support => RuleGuards.Crisis,
            < RuleKind.Idiom => RuleGuards.Harm,
            _ => RuleGuards.None,
        };
        foreach (var part in parts.AsSpan(1))
        {
            var value = part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (part.StartsWith("weight=", StringComparison.Ordinal))
            {
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || percent is < 1 or > 99)
                {
                    throw wrong("a weight is 1 to 99, in percent");
                }

                weight = percent / 100f;
            }
            else if (part.StartsWith("keep=", StringComparison.Ordinal))
            {
                foreach (var guard in value.Split(','))
                {
                    guards &= Enum.TryParse<RuleGuards>(guard, ignoreCase: true, out var kept) ? ~kept : throw wrong($"there is no guard \"{guard}\"");
                }
            }
            else if (part.All(char.IsAsciiLetterOrDigit) && name == parts[0])
            {
                name = $"{name}/{part}";
            }
            else
            {
                throw wrong($"\"{part}\" is no group, weight or keep");
            }
        }

        return new RuleHeader(kind, name, weight, guards);
    }
}
