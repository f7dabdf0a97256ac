using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>By EF Core alone, as with any provider and any model.</summary>
[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresExtendedUnknownOutcomeTests(PostgresDatabases databases) : UnknownOutcomeTests(databases)
{
    protected override Task<ChatServices> StartAsync(Action<DbContextOptionsBuilder> database)
        => ChatServices.OnHostAsync<ExtendedContext>(database);
}
