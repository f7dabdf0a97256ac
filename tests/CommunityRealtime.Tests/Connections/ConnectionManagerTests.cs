using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;
using NSubstitute;

namespace CommunityRealtime.Tests.Connections;

public sealed class ConnectionManagerTests
{
    private readonly ConnectionManager _manager = new(TestMetrics.Create());

    [Fact]
    public void Broadcast_Event_ReachesEveryConnectionOfItsCommunityAndNoOther()
    {
        var (alice, bob, other) = (Connection(5), Connection(5), Connection(6));
        var roomEvent = Event(5);

        var handed = _manager.Broadcast(roomEvent);

        Assert.Equal(2, handed);
        alice.Received(1).Send(roomEvent);
        bob.Received(1).Send(roomEvent);
        other.DidNotReceive().Send(roomEvent);
    }

    [Fact]
    public void Broadcast_Event_IsEncodedOnlyForTheProfilesOfThoseWhoAreThere()
    {
        var alice = Connection(5, ChatProfile.V1);
        var roomEvent = Substitute.For<RoomEvent>();
        roomEvent.Community.Returns(new CommunityId(5));
        roomEvent.GetPayload(default).ReturnsForAnyArgs("{}"u8.ToArray());

        _manager.Broadcast(roomEvent);

        roomEvent.Received().GetPayload(ChatProfile.V1);
        roomEvent.DidNotReceive().GetPayload(ChatProfile.Plain);
        alice.Received(1).Send(roomEvent);
    }

    [Fact]
    public void CountConnections_OfBothProfiles_CountsAll()
    {
        var (alice, _) = (Connection(5, ChatProfile.V1), Connection(5));
        Assert.Equal((2, 2), (_manager.ConnectionCount, _manager.CountConnections(new(5))));

        _manager.Disconnect(alice);
        Assert.Equal((1, 1), (_manager.ConnectionCount, _manager.CountConnections(new(5))));
        Assert.Equal(1, _manager.Broadcast(Event(5)));
    }

    [Fact]
    public void Broadcast_ToNobody_HandsToNobody() => Assert.Equal(0, _manager.Broadcast(Event(5)));

    [Fact]
    public void Broadcast_ToAConnectionThatIsClosing_DoesNotCountIt()
    {
        Connection(5).Send(Arg.Any<RoomEvent>()).Returns(false);
        Connection(5);

        Assert.Equal(1, _manager.Broadcast(Event(5)));
    }

    [Fact]
    public void Disconnect_Connection_GetsNothingMore()
    {
        var alice = Connection(5);
        _manager.Disconnect(alice);

        Assert.Equal(0, _manager.Broadcast(Event(5)));
        Assert.Equal((0, 0), (_manager.ConnectionCount, _manager.CountConnections(new(5))));
    }

    [Fact]
    public void ConnectAndDisconnect_Twice_CountOnce()
    {
        var alice = Connection(5);
        _manager.Connect(alice);
        Assert.Equal((1, 1), (_manager.ConnectionCount, _manager.CountConnections(new(5))));

        _manager.Disconnect(alice);
        _manager.Disconnect(alice);
        Assert.Equal((0, 0), (_manager.ConnectionCount, _manager.CountConnections(new(5))));
    }

    [Fact]
    public void CountConnections_OfOneUserTwice_IsTwo()
    {
        Connection(5);
        Connection(5);
        Connection(6);

        Assert.Equal((3, 2, 0), (_manager.ConnectionCount, _manager.CountConnections(new(5)), _manager.CountConnections(new(7))));
    }

    [Fact]
    public async Task ConnectDisconnectBroadcast_FromManyThreads_LoseNoCount()
    {
        var stays = Connection(5);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var comes = Substitute.For<IChatConnection>();
                comes.Community.Returns(new CommunityId(5));
                _manager.Connect(comes);
                _manager.Broadcast(Event(5));
                _manager.Disconnect(comes);
            }
        })));

        Assert.Equal((1, 1), (_manager.ConnectionCount, _manager.CountConnections(new(5))));
        stays.Received(4_000).Send(Arg.Any<RoomEvent>());
    }

    private static EncodedRoomEvent Event(int community) => new(new(community), 1, "{}"u8.ToArray());

    private IChatConnection Connection(int community, ChatProfile profile = ChatProfile.Plain)
    {
        var connection = Substitute.For<IChatConnection>();
        connection.Profile.Returns(profile);
        connection.Community.Returns(new CommunityId(community));
        connection.Send(Arg.Any<RoomEvent>()).Returns(true);
        _manager.Connect(connection);
        return connection;
    }
}
