using CommunityRealtime.EfCore.Tests.Support;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqliteGroupCommitTests(SqliteDatabases databases) : GroupCommitTests(databases), IClassFixture<SqliteDatabases>;
