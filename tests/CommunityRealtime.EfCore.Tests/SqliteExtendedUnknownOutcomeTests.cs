using CommunityRealtime.EfCore.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>By EF Core alone, as with any provider and any model.</summary>
public sealed class SqliteExtendedUnknownOutcomeTests(SqliteDatabases databases) : UnknownOutcomeTests(databases), IClassFixture<SqliteDatabases>
{
    protected override Task<ChatServices> StartAsync(Action<DbContextOptionsBuilder> database)
        => ChatServices.OnHostAsync<ExtendedContext>(database);
}
