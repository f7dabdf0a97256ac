using CommunityRealtime.Membership;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Tests.Membership;

public sealed class InMemoryMemberStoreTests : CommunityMemberStoreSpecification
{
    protected override ICommunityMemberStore Store { get; } = new InMemoryMemberStore(new MembershipChanges());
}
