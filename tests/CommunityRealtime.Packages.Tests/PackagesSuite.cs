namespace CommunityRealtime.Packages.Tests;

/// <summary>All tests share one packing.</summary>
[CollectionDefinition(Name)]
public sealed class PackagesSuite : ICollectionFixture<PackagesFixture>
{
    public const string Name = "packages";
}
