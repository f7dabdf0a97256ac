namespace CommunityRealtime.TestSupport.Hosts;

/// <summary>Finds the built sample: the same configuration as the running tests.</summary>
internal static class SampleProgram
{
    private const string Name = "CommunityRealtime.Sample";

    public static string Path { get; } = Find();

    private static string Find()
    {
        // …/tests/PROJECT/bin/CONFIGURATION/FRAMEWORK/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var root = framework;
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "CommunityRealtime.sln")))
        {
            root = root.Parent;
        }

        var program = System.IO.Path.Combine(
            root?.FullName ?? string.Empty, "samples", Name, "bin", framework.Parent!.Name, framework.Name, $"{Name}.dll");
        return File.Exists(program)
            ? program
            : throw new FileNotFoundException($"Build the sample first: it is not at {program}.", program);
    }
}
