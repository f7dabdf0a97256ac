using CommunityRealtime.Connections;

namespace CommunityRealtime.Tests.Connections;

/// <summary>When a silent peer is asked for a sign of life, and when it is given up.</summary>
public sealed class PeerWatchTests
{
    private static readonly SweepLimits Limits = new(Silence: 3, Answer: 2, Close: 2, Heartbeat: 3, Frame: 3);

    private PeerWatch _peer;

    [Fact]
    public void Look_PeerThatSaysNothing_IsAskedOnceAndThenGone()
    {
        Assert.Equal(
            [PeerState.Alive, PeerState.Alive, PeerState.Alive, PeerState.Silent, PeerState.Alive, PeerState.Gone],
            Look(1, 6));
    }

    [Fact]
    public void Look_PeerThatAnswers_IsAskedAgainAfterTheNextSilence()
    {
        Look(1, 4);
        _peer.NoteRead();

        Assert.Equal([PeerState.Alive, PeerState.Alive, PeerState.Alive, PeerState.Silent], Look(5, 8));
    }

    [Fact]
    public void Look_WhileNobodyReads_BlamesNobody()
    {
        Look(1, 4);

        Assert.All(Look(5, 20, isReading: false), state => Assert.Equal(PeerState.Alive, state));
        Assert.Equal([PeerState.Alive, PeerState.Alive, PeerState.Silent], Look(21, 23));
    }

    private List<PeerState> Look(int first, int last, bool isReading = true)
    {
        var found = new List<PeerState>();
        for (var sweep = first; sweep <= last; sweep++)
        {
            found.Add(_peer.Look(sweep, Limits, isReading));
        }

        return found;
    }
}
