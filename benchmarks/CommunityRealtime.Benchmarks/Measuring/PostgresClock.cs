using System.Globalization;
using Npgsql;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>The processor time of a PostgreSQL server on this Linux machine: of its main process and everything it started.</summary>
internal sealed class PostgresClock
{
    private const double TicksPerSecond = 100;

    private readonly int _server;

    private PostgresClock(int server) => _server = server;

    /// <summary>Finds the server behind a connection.</summary>
    /// <returns><see langword="null"/> when it runs on another machine, or this one is not a Linux.</returns>
    public static async Task<PostgresClock?> FindAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var process = Stat.Read(connection.ProcessID);
        return process is { Program: "postgres" } ? new PostgresClock(process.Parent) : null;
    }

    public TimeSpan Read()
    {
        var total = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Stat.Read(id) is { } process
                && (id == _server || process.Parent == _server))
            {
                // What children used that have ended since is counted with the main process.
                total += process.Time + (id == _server ? process.TimeOfEndedChildren : TimeSpan.Zero);
            }
        }

        return total;
    }

    private sealed record Stat(string Program, int Parent, TimeSpan Time, TimeSpan TimeOfEndedChildren)
    {
        public static Stat? Read(int id)
        {
            try
            {
                // The second field is the program's name in brackets, and may hold spaces and brackets itself.
                var text = File.ReadAllText($"/proc/{id}/stat");
                var end = text.LastIndexOf(')');
                var fields = text[(end + 2)..].Split(' ');

                // In nanoseconds; the other file rounds each of many processes to hundredths of a second.
                var nanoseconds = File.ReadAllText($"/proc/{id}/schedstat").Split(' ')[0];

                return new(
                    text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..end],
                    (int)Number(fields[1]),
                    TimeSpan.FromMicroseconds(Number(nanoseconds) / 1000.0),
                    TimeSpan.FromSeconds((Number(fields[13]) + Number(fields[14])) / TicksPerSecond));
            }
            catch (IOException)
            {
                return null;
            }
        }

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
