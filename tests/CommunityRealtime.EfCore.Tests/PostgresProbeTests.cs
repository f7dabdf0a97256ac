using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests;

[Collection(nameof(OnPostgres))]
[RunsOnMachinesWith("initdb")]
public sealed class PostgresProbeTests(PostgresDatabases databases) : ProbeTests(databases);
