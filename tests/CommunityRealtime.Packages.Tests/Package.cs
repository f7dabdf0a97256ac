using System.IO.Compression;
using System.Xml.Linq;

namespace CommunityRealtime.Packages.Tests;

/// <summary>What is inside a package file.</summary>
internal sealed class Package
{
    private readonly XElement _nuspec;

    private Package(IReadOnlyList<string> files, XElement nuspec)
    {
        Files = files;
        _nuspec = nuspec;
    }

    public IReadOnlyList<string> Files { get; }

    public IEnumerable<string> Dependencies => All("dependency")
        .Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}")
        .Order(StringComparer.Ordinal);

    public IEnumerable<string> FrameworkReferences => All("frameworkReference").Select(reference => reference.Attribute("name")!.Value);

    /// <summary>The commit it was packed from; <see langword="null"/> when the sources were no clone.</summary>
    public string? Commit => All("repository").SingleOrDefault()?.Attribute("commit")?.Value;

    public static Package Open(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return new([.. archive.Entries.Select(entry => entry.FullName)], XElement.Load(nuspec));
    }

    public string? Metadata(string name) => All(name).SingleOrDefault()?.Value;

    // By local name: the namespace of a nuspec depends on the version of the tool that wrote it.
    private IEnumerable<XElement> All(string name) => _nuspec.Descendants().Where(element => element.Name.LocalName == name);
}
