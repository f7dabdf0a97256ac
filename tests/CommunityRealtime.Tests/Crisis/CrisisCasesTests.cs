using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.DataProtection;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>Every cry for help is stored, and a repeat of it once.</summary>
public sealed class CrisisCasesTests : IDisposable
{
    private readonly CrisisBench _bench = new();

    [Fact]
    public async Task RaiseAsync_SameTextUnderItsKeyAgain_IsStoredOnce()
    {
        await _bench.RaiseAsync(clientId: "a-1");
        var file = await _bench.RaiseAsync(clientId: "a-1");

        Assert.Single(file.Entries);
    }

    [Fact]
    public async Task RaiseAsync_OtherTextsUnderATakenKey_AreAllStored()
    {
        var texts = Enumerable.Range(0, 20).Select(number => $"goodbye {number}").ToArray();
        foreach (var text in texts.Concat(texts.Take(16)))
        {
            await _bench.RaiseAsync(text: text, clientId: new string('k', 64));
        }

        var file = Assert.Single(await _bench.Store.AllAsync());
        Assert.Equal(texts, file.Entries.Select(entry => _bench.Get<CrisisText>().Read(entry.ProtectedText)));
    }

    [Fact]
    public async Task RaiseAsync_TextThatNobodyCanReadAnyMore_IsNotTakenForTheSame()
    {
        await _bench.RaiseAsync(clientId: "a-1");
        using var withoutKeys = new CrisisBench(_bench);
        Assert.Null(new CrisisText(new EphemeralDataProtectionProvider()).Read((await _bench.Store.AllAsync())[0].Entries[0].ProtectedText));
    }

    [Fact]
    public async Task RaiseAsync_NamedAndAnonymous_AreCasesApart()
    {
        var named = await _bench.RaiseAsync(isAnonymous: false);
        var anonymous = await _bench.RaiseAsync(isAnonymous: true);

        Assert.NotEqual(named.Case.Id, anonymous.Case.Id);
    }

    [Fact]
    public async Task RaiseAsync_WithoutALevel_IsActive() => Assert.Equal(CrisisLevel.Active, (await _bench.RaiseAsync(CrisisLevel.None)).Case.Level);

    [Theory]
    [InlineData((int)CrisisAction.Acknowledge)]
    [InlineData((int)CrisisAction.BeginContact)]
    [InlineData((int)CrisisAction.Release)]
    [InlineData((int)CrisisAction.Resolve)]
    [InlineData((int)CrisisAction.CloseAsFalseAlarm)]
    public async Task ClosedCase_IsNeverOpenedAgain(int action)
    {
        var id = (await _bench.RaiseAsync()).Case.Id;
        await _bench.ActAsync(id, CrisisAction.Resolve);

        Assert.Equal(CrisisActionResult.Closed, await _bench.ActAsync(id, (CrisisAction)action));
        Assert.Equal(CrisisCaseState.Resolved, (await _bench.FindAsync(id)).State);
        Assert.NotEqual(id, (await _bench.RaiseAsync(text: "again")).Case.Id);
    }

    [Fact]
    public async Task Case_IsOwnedByOne()
    {
        var id = (await _bench.RaiseAsync()).Case.Id;
        var other = new UserId(8);

        Assert.Equal(CrisisActionResult.NotAcknowledged, await _bench.ActAsync(id, CrisisAction.BeginContact));
        Assert.Equal(CrisisActionResult.Done, await _bench.ActAsync(id, CrisisAction.Acknowledge));
        Assert.Equal(CrisisActionResult.Done, await _bench.ActAsync(id, CrisisAction.Acknowledge));
        Assert.Equal(CrisisActionResult.OwnedByAnother, await _bench.ActAsync(id, CrisisAction.Acknowledge, other));
        Assert.Equal(CrisisActionResult.OwnedByAnother, await _bench.ActAsync(id, CrisisAction.Resolve, other));
        Assert.Equal(CrisisActionResult.Done, await _bench.ActAsync(id, CrisisAction.Release, other));
        Assert.Equal(CrisisActionResult.Done, await _bench.ActAsync(id, CrisisAction.Acknowledge, other));
        Assert.Equal(CrisisActionResult.Done, await _bench.ActAsync(id, CrisisAction.BeginContact, other));
        Assert.Equal(CrisisActionResult.Done, await _bench.ActAsync(id, CrisisAction.CloseAsFalseAlarm, other));

        Assert.Equal(
            [
                CrisisEventKind.Raised, CrisisEventKind.Acknowledged, CrisisEventKind.Released, CrisisEventKind.Acknowledged,
                CrisisEventKind.ContactBegun, CrisisEventKind.ClosedAsFalseAlarm,
            ],
            (await _bench.Store.FindAsync(id, CancellationToken.None))!.Events.Select(line => line.Kind));
    }

    [Theory]
    [InlineData((int)CrisisAction.Resolve, 90)]
    [InlineData((int)CrisisAction.CloseAsFalseAlarm, 7)]
    public async Task ClosedCase_IsErasedAfterItsRetention(int action, int days)
    {
        var id = (await _bench.RaiseAsync()).Case.Id;
        var open = (await _bench.RaiseAsync(author: new UserId(43))).Case.Id;
        await _bench.ActAsync(id, (CrisisAction)action);

        _bench.Time.Advance(TimeSpan.FromDays(days) - TimeSpan.FromSeconds(1));
        await _bench.Get<CrisisRetention>().EraseAsync();
        Assert.NotNull((await _bench.FindAsync(id)).Author);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.Get<CrisisRetention>().EraseAsync();
        var file = await _bench.Store.FindAsync(id, CancellationToken.None);
        Assert.Equal((null, null, CrisisLevel.Acute), (file!.Case.Author, file.Entries[0].ProtectedText, file.Case.Level));
        Assert.NotNull((await _bench.FindAsync(open)).Author);
    }

    public void Dispose() => _bench.Dispose();
}
