namespace CommunityRealtime.Packages.Tests;

[Collection(PackagesSuite.Name)]
public sealed class PackageContentTests(PackagesFixture packages)
{
    private static readonly string[] Names =
    [
        "CommunityRealtime.Abstractions", "CommunityRealtime", "CommunityRealtime.Email", "CommunityRealtime.EfCore", "CommunityRealtime.Redis",
        "CommunityRealtime.Safety.AI", "CommunityRealtime.Webhooks",
    ];

    public static TheoryData<string> Ids { get; } = new(Names);

    [Fact]
    public void Pack_Solution_MakesThesePackagesAndTheirSymbols()
    {
        var expected = Names.SelectMany(id => new[] { $"{id}.{packages.Version}.nupkg", $"{id}.{packages.Version}.snupkg" });

        var made = Directory.GetFiles(packages.Feed).Select(file => Path.GetFileName(file)!);

        Assert.Equal(expected.Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nuspec_EveryPackage_SaysWhatItIs(string id)
    {
        var package = Open(id);

        Assert.Equal(id, package.Metadata("id"));
        Assert.Equal(packages.Version, package.Metadata("version"));
        Assert.Equal("The CommunityRealtime maintainers", package.Metadata("authors"));
        Assert.Equal("MIT", package.Metadata("license"));
        Assert.False(string.IsNullOrWhiteSpace(package.Metadata("tags")));

        // "Package Description" is what the SDK writes when a project has none.
        Assert.True(package.Metadata("description") is { Length: > 50 }, "The description says too little.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Files_EveryPackage_HoldsAssemblyDocumentationReadmeAndIcon(string id)
    {
        var package = Open(id);

        var expected = new[] { $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", "README.md", "icon.png" };
        Assert.Equal(expected, package.Files.Where(file => !IsPackageFormat(file)).OrderBy(file => Array.IndexOf(expected, file)));
        Assert.Equal("README.md", package.Metadata("readme"));
        Assert.Equal("icon.png", package.Metadata("icon"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Symbols_EveryPackage_HoldsTheSymbolsOfItsAssembly(string id)
    {
        var symbols = Package.Open(Path.Combine(packages.Feed, $"{id}.{packages.Version}.snupkg"));

        Assert.Contains($"lib/net10.0/{id}.pdb", symbols.Files);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nuspec_PackedFromAClone_NamesTheCommit(string id)
    {
        var git = Path.Combine(Repository.Root, ".git");
        var isClone = Directory.Exists(git) || File.Exists(git);

        var commit = Open(id).Commit;

        Assert.Equal(isClone, commit is not null);
        if (isClone)
        {
            Assert.Matches("^[0-9a-f]{40}$", commit);
        }
    }

    [Fact]
    public void Dependencies_Abstractions_NeedNoWebFramework()
    {
        var package = Open("CommunityRealtime.Abstractions");

        Assert.Equal(["Microsoft.Extensions.DependencyInjection.Abstractions 10.0.0"], package.Dependencies);
        Assert.Empty(package.FrameworkReferences);
    }

    [Fact]
    public void Dependencies_Core_AreTheLowestThatWork()
    {
        var package = Open("CommunityRealtime");

        Assert.Equal(
            [
                $"CommunityRealtime.Abstractions {packages.Version}",
                "Microsoft.IdentityModel.Protocols.OpenIdConnect 8.23.0",
                "Polly.Core 8.4.2",
                "System.IdentityModel.Tokens.Jwt 8.23.0",
            ],
            package.Dependencies);
        Assert.Equal(["Microsoft.AspNetCore.App"], package.FrameworkReferences);
    }

    [Fact]
    public void Dependencies_EfCore_LeaveTheProviderToTheApp()
    {
        var package = Open("CommunityRealtime.EfCore");

        Assert.Equal(
            [
                $"CommunityRealtime.Abstractions {packages.Version}",
                "Microsoft.EntityFrameworkCore.Relational 10.0.0",
                "Microsoft.Extensions.Hosting.Abstractions 10.0.0",
            ],
            package.Dependencies);
        Assert.Empty(package.FrameworkReferences);
    }

    [Fact]
    public void Dependencies_Email_AreTheLowestThatWork()
    {
        var package = Open("CommunityRealtime.Email");

        Assert.Equal(
            [
                $"CommunityRealtime.Abstractions {packages.Version}",
                "MailKit 4.18.2",
                "Microsoft.Extensions.Hosting.Abstractions 10.0.0",
            ],
            package.Dependencies);
        Assert.Empty(package.FrameworkReferences);
    }

    [Fact]
    public void Dependencies_Redis_AreTheLowestThatWork()
    {
        var package = Open("CommunityRealtime.Redis");

        Assert.Equal(
            [
                $"CommunityRealtime.Abstractions {packages.Version}",
                "Microsoft.Extensions.Diagnostics.HealthChecks 10.0.0",
                "Microsoft.Extensions.Hosting.Abstractions 10.0.0",
                "StackExchange.Redis 2.13.23",
            ],
            package.Dependencies);
        Assert.Empty(package.FrameworkReferences);
    }

    [Fact]
    public void Dependencies_SafetyAI_LeaveTheModelToTheApp()
    {
        var package = Open("CommunityRealtime.Safety.AI");

        Assert.Equal([$"CommunityRealtime {packages.Version}", "Microsoft.Extensions.AI.Abstractions 10.5.0"], package.Dependencies);
        Assert.Empty(package.FrameworkReferences);
    }

    [Fact]
    public void Dependencies_Webhooks_NeedNoWebFramework()
    {
        var package = Open("CommunityRealtime.Webhooks");

        Assert.Equal([$"CommunityRealtime.Abstractions {packages.Version}", "Microsoft.Extensions.Http.Resilience 10.11.0"], package.Dependencies);
        Assert.Empty(package.FrameworkReferences);
    }

    private static bool IsPackageFormat(string file) => file.EndsWith(".nuspec", StringComparison.Ordinal)
        || file.StartsWith("_rels/", StringComparison.Ordinal)
        || file.StartsWith("package/", StringComparison.Ordinal)
        || file == "[Content_Types].xml";

    private Package Open(string id) => Package.Open(Path.Combine(packages.Feed, $"{id}.{packages.Version}.nupkg"));
}
