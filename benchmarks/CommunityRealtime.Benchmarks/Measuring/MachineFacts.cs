using System.Runtime.InteropServices;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>Says on what the figures were made: without it they mean nothing.</summary>
internal static class MachineFacts
{
    public static void Print(BenchmarkOptions options)
    {
        Console.WriteLine($"- Processor: {Environment.ProcessorCount} cores, {ProcessorName()}, {RuntimeInformation.ProcessArchitecture}");
        Console.WriteLine($"- Memory: {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB");
        Console.WriteLine($"- System: {RuntimeInformation.OSDescription}");
        Console.WriteLine($"- Runtime: {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"- Databases on: {FileSystem(options.Folder)}");
        Console.WriteLine($"- Rounds: {options.Rounds} of {options.Duration.TotalSeconds} s for each cell, after {options.WarmUp.TotalSeconds} s to warm up");
        if (options.Quick)
        {
            Console.WriteLine("- **Quick run: these figures mean nothing.**");
        }

#if DEBUG
        Console.WriteLine("- **Debug build: these figures mean nothing; use `-c Release`.**");
#endif
    }

    private static string ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown model";
    }

    private static string FileSystem(string folder)
    {
        // The longest mount point above the folder is the one that holds it.
        var path = Path.GetFullPath(folder);
        var drive = DriveInfo.GetDrives()
            .Where(drive => path.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length);
        return drive?.DriveFormat switch
        {
            null => "an unknown file system",
            "tmpfs" => "tmpfs, which is memory: append figures mean nothing, choose a disk with `--folder`",
            var format => format,
        };
    }
}
