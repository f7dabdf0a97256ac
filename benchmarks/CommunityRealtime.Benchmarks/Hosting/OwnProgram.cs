using System.Diagnostics;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>Starts this program once more, for what needs a process of its own.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it. It ends when its standard input does, and so not later than this process.</summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // Started as `dotnet CommunityRealtime.Benchmarks.dll`, the program is the host's first argument.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OwnProgram).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Lets it end, and waits until it has.</summary>
    public static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
