using System.Globalization;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>Collects the rounds of every cell and prints their medians as Markdown.</summary>
/// <param name="title">The heading.</param>
/// <param name="labels">The columns that name a cell.</param>
/// <param name="figures">The columns with figures; the first one also shows the lowest and highest round.</param>
internal sealed class ResultTable(string title, string[] labels, string[] figures)
{
    private readonly List<(string[] Cell, List<double[]> Rounds)> _rows = [];

    public void Add(string[] cell, params double[] round)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cell.Length, labels.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(round.Length, figures.Length);

        var row = _rows.Find(row => row.Cell.SequenceEqual(cell));
        if (row.Rounds is null)
        {
            _rows.Add(row = (cell, []));
        }

        row.Rounds.Add(round);
        Console.Error.WriteLine($"{title}: {string.Join(", ", cell)}: {string.Join(", ", figures.Zip(round, (name, value) => $"{name} {Format(value)}"))}");
    }

    public void Print()
    {
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine($"| {string.Join(" | ", [.. labels, .. figures])} |");
        Console.WriteLine($"|{string.Concat(labels.Select(_ => "---|"))}{string.Concat(figures.Select(_ => "---:|"))}");
        foreach (var (cell, rounds) in _rows)
        {
            var medians = figures.Select((_, column) => Median(rounds, column)).ToArray();
            if (rounds.Count > 1)
            {
                medians[0] += $" ({Format(rounds.Min(round => round[0]))}–{Format(rounds.Max(round => round[0]))})";
            }

            Console.WriteLine($"| {string.Join(" | ", [.. cell, .. medians])} |");
        }
    }

    private static string Median(List<double[]> rounds, int column)
    {
        var values = rounds.Select(round => round[column]).Order().ToArray();
        return Format((values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2);
    }

    // Three digits that count are more than a round repeats.
    private static string Format(double value) => value switch
    {
        double.NaN => "–",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
