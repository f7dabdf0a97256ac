using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Tests.Messages;

public sealed class InMemoryMessageStoreTests : MessageStoreSpecification
{
    protected override IMessageStore Store { get; } = new InMemoryMessageStore();
}
