using CommunityRealtime.EfCore.Tests.Support;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqliteHostContextTests(SqliteDatabases databases) : HostContextTests(databases), IClassFixture<SqliteDatabases>;
