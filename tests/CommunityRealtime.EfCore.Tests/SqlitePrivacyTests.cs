using CommunityRealtime.EfCore.Tests.Support;

namespace CommunityRealtime.EfCore.Tests;

public sealed class SqlitePrivacyTests(SqliteDatabases databases) : PrivacyTests(databases), IClassFixture<SqliteDatabases>;
