using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;

namespace CommunityRealtime.Fuzzing;

/// <summary>A copy of an assembly that tells SharpFuzz which branches it takes, beside the original.</summary>
internal sealed class InstrumentedAssembly : AssemblyLoadContext
{
    private readonly string _name;

    /// <param name="original">The assembly to copy.</param>
    /// <param name="isInstrumented">Which types, by full name, tell of themselves.</param>
    public InstrumentedAssembly(Assembly original, Func<string, bool> isInstrumented)
    {
        _name = original.GetName().Name!;
        var folder = Directory.CreateTempSubdirectory("communityrealtime-fuzz-");
        try
        {
            var path = Path.Combine(folder.FullName, Path.GetFileName(original.Location));
            File.Copy(original.Location, path);
            Fuzzer.Instrument(path, isInstrumented, Options.Value);
            using var copy = new MemoryStream(File.ReadAllBytes(path));
            Instrumented = LoadFromStream(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public Assembly Instrumented { get; }

    /// <summary>Everything else is shared with the original.</summary>
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == _name ? Instrumented : null;
}
