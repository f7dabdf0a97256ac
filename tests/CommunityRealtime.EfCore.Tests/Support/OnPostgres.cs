namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>The tests that share one PostgreSQL server.</summary>
[CollectionDefinition(nameof(OnPostgres))]
public sealed class OnPostgres : ICollectionFixture<PostgresDatabases>;
