using CommunityRealtime.Safety;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Tests.Safety;

public sealed class InMemoryCrisisCaseStoreTests : CrisisCaseStoreSpecification
{
    protected override ICrisisCaseStore Store { get; } = new InMemoryCrisisCaseStore();
}
