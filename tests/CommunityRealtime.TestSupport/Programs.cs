namespace CommunityRealtime.TestSupport;

/// <summary>Finds the programs that some tests need: <c>initdb</c> (PostgreSQL), <c>redis-server</c>, <c>chromium</c>, <c>chromedriver</c>.</summary>
public static class Programs
{
    /// <summary>Set to 1 by <c>./test.sh</c>: a missing program is then a failure, not a skip.</summary>
    private const string RequireAllVariable = "COMMUNITYREALTIME_REQUIRE_ALL";

    /// <summary>The full path of a program, or <see langword="null"/>. PostgreSQL's programs are found where Debian keeps them.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];

        return debian.Concat(folders).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    internal static string? WhyMissing(string[] programs)
    {
        if (Environment.GetEnvironmentVariable(RequireAllVariable) == "1")
        {
            return null;
        }

        var missing = programs.Where(program => Find(program) is null).ToArray();
        return missing.Length == 0 ? null : $"This machine has no {string.Join(", ", missing)}; ./test.sh installs it.";
    }
}
