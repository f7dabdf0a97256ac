using CommunityRealtime.EfCore.Tests.Support;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqliteProbeTests(SqliteDatabases databases) : ProbeTests(databases), IClassFixture<SqliteDatabases>;
