using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommunityRealtime.Benchmarks;

/// <summary>What to measure, and for how long.</summary>
internal sealed class BenchmarkOptions
{
    public const string Usage = """
        dotnet run -c Release --project benchmarks/CommunityRealtime.Benchmarks -- [broadcast|allocations|tokens|frames|defences|arrivals|append|history|host|servers|all] [options]

          --rounds N     how often every cell is measured, one after the other; tables show medians (default 3; 1 with --quick)
          --messages N   how long the history is that pages are read from (default 10,000,000; 20,000 with --quick)
          --folder PATH  where databases are made; the disk under it is what append measures (default: the temporary folder)
          --quick        very short, to see that everything works; its figures mean nothing
        """;

    /// <summary>A page at <c>offset=1000</c> must be there.</summary>
    private const int MinHistoryLength = 10_000;

    private static readonly string[] Scenarios = ["broadcast", "allocations", "tokens", "frames", "defences", "arrivals", "append", "history", "host", "servers", "all"];

    public string Scenario { get; private init; } = "all";

    public int Rounds { get; private init; }

    public bool Quick { get; private init; }

    /// <summary>The folder for databases. PostgreSQL keeps its own in the temporary folder.</summary>
    public string Folder { get; private init; } = Path.GetTempPath();

    /// <summary>How long one cell runs before it is measured.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.2 : 2);

    /// <summary>How long one cell is measured.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Quick ? 0.5 : 5);

    /// <summary>How long Redis is away.</summary>
    public TimeSpan Outage => TimeSpan.FromSeconds(Quick ? 2 : 30);

    /// <summary>How long the history is that pages are read from.</summary>
    public int HistoryLength { get; private init; }

    public bool Runs(string scenario) => Scenario == scenario || Scenario == "all";

    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchmarkOptions? options)
    {
        var scenario = "all";
        int? rounds = null;
        int? messages = null;
        var quick = false;
        var folder = Path.GetTempPath();
        options = null;

        for (var i = 0; i < args.Length; i++)
        {
            var next = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--quick":
                    quick = true;
                    break;
                case "--rounds" when int.TryParse(next, CultureInfo.InvariantCulture, out var number) && number > 0:
                    rounds = number;
                    i++;
                    break;
                case "--messages" when int.TryParse(next, CultureInfo.InvariantCulture, out var number) && number >= MinHistoryLength:
                    messages = number;
                    i++;
                    break;
                case "--folder" when Directory.Exists(next):
                    folder = next;
                    i++;
                    break;
                case var name when Scenarios.Contains(name):
                    scenario = name;
                    break;
                default:
                    return false;
            }
        }

        options = new()
        {
            Scenario = scenario,
            Rounds = rounds ?? (quick ? 1 : 3),
            Quick = quick,
            Folder = folder,
            HistoryLength = messages ?? (quick ? 20_000 : 10_000_000),
        };
        return true;
    }
}
