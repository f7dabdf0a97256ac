using System.Xml.Linq;

namespace CommunityRealtime.Packages.Tests;

/// <summary>Packs the solution once into a local feed, and builds apps outside the source tree from nothing but that feed.</summary>
public sealed class PackagesFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("communityrealtime-packages-");

    /// <summary>A version that no cache has seen.</summary>
    public string Version { get; } = $"99.0.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder with the <c>.nupkg</c> and <c>.snupkg</c> files.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    public async Task InitializeAsync()
    {
        await CommandLine.RunAsync(
            Repository.Root,
            "dotnet", "pack", "CommunityRealtime.sln", "--no-build", "--configuration", Repository.Configuration,
            "--output", Feed, $"-p:MinVerVersionOverride={Version}");
        await WriteSettingsOfAppsAsync();
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Builds one of the apps in <c>Apps</c> in a folder of its own.</summary>
    /// <returns>The folder, to be started with <see cref="AppProcess"/>.</returns>
    public async Task<string> BuildAppAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Apps", name)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await CommandLine.RunAsync(folder, "dotnet", "build", "--output", "out", "-p:UseSharedCompilation=false");
        return folder;
    }

    private async Task WriteSettingsOfAppsAsync()
    {
        // These cut the apps off from any settings in folders above.
        await WriteAsync("Directory.Build.props", new XElement("Project", new XElement("PropertyGroup", new XElement("CommunityRealtimeVersion", Version))));
        await WriteAsync("Directory.Build.targets", new XElement("Project"));
        await WriteAsync("Directory.Packages.props", new XElement("Project"));
        File.Copy(Path.Combine(Repository.Root, "global.json"), Path.Combine(_folder.FullName, "global.json"));

        // Packages go into a folder of this run; what the machine's own folder holds already is only read.
        var cache = (await CommandLine.RunAsync(Repository.Root, "dotnet", "nuget", "locals", "global-packages", "--list"))
            .Split(": ", 2)[1].Trim();
        var settings = XElement.Load(Path.Combine(Repository.Root, "nuget.config"));
        settings.Element("packageSources")!.Add(Entry("packed", Feed));
        settings.Add(
            new XElement("config", Entry("globalPackagesFolder", Path.Combine(_folder.FullName, "packages"))),
            new XElement("fallbackPackageFolders", Entry("machine", cache)));
        await WriteAsync("nuget.config", settings);
    }

    private static XElement Entry(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private Task WriteAsync(string file, XElement content) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), content.ToString());
}
