using CommunityRealtime.Broadcast;
using CommunityRealtime.TestSupport.Specifications;
using NSubstitute;

namespace CommunityRealtime.Tests.Broadcast;

public sealed class InProcessBackplaneTests : BackplaneSpecification
{
    private readonly InProcessBackplane _backplane = new();

    protected override IBackplane Here => _backplane;

    protected override IBackplane There => _backplane;

    [Fact]
    public void Reaches_AServerAlone_IsFalse()
    {
        using var own = _backplane.Subscribe(new(5), Substitute.For<IBackplaneSubscriber>());
        Assert.False(_backplane.Reaches(new(5)));

        using (_backplane.Subscribe(new(5), Substitute.For<IBackplaneSubscriber>()))
        {
            Assert.True(_backplane.Reaches(new(5)));
            Assert.False(_backplane.Reaches(new(6)));
        }

        Assert.False(_backplane.Reaches(new(5)));
    }
}
