using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests;

[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresHostContextTests(PostgresDatabases databases) : HostContextTests(databases);
