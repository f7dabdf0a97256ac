using CommunityRealtime.EfCore.Tests.Support;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqliteUnknownOutcomeTests(SqliteDatabases databases) : UnknownOutcomeTests(databases), IClassFixture<SqliteDatabases>;
