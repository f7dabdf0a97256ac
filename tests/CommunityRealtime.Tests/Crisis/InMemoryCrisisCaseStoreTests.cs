using CommunityRealtime.Crisis;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Tests.Crisis;

public sealed class InMemoryCrisisCaseStoreTests : CrisisCaseStoreSpecification
{
    private readonly InMemoryCrisisCaseStore _store = new();

    protected override ICrisisCaseStore Store => _store;

    protected override ICrisisOutbox Outbox => _store;
}
