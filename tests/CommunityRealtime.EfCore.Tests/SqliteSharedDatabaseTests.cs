using CommunityRealtime.EfCore.Tests.Support;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqliteSharedDatabaseTests(SqliteDatabases databases) : SharedDatabaseTests(databases), IClassFixture<SqliteDatabases>;
