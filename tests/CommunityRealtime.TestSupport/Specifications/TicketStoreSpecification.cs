using System.Security.Cryptography;
using CommunityRealtime.Authentication;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ITicketStore"/> promises.</summary>
/// <remarks>Every test uses tickets of its own, so that one store may serve them all.</remarks>
public abstract class TicketStoreSpecification
{
    private const int Racers = 8;

    private static readonly DateTimeOffset Now = new(2026, 2, 20, 10, 30, 0, 123, TimeSpan.Zero);

    /// <summary>The store under test.</summary>
    protected abstract ITicketStore Store { get; }

    /// <summary>Another instance on the same data, as another server has it, where there can be one.</summary>
    protected virtual ITicketStore OtherStore => Store;

    [SpecificationFact]
    public async Task TakeAsync_UnknownTicket_IsNull() => Assert.Null(await TakeAsync(Store, NewHash()));

    [SpecificationFact]
    public async Task TakeAsync_OnAnotherServer_IsTheTicketAsItWasAdded()
    {
        var ticket = Ticket(credentialExpiresAt: Now.AddHours(1));
        await AddAsync(ticket);

        var taken = await TakeAsync(OtherStore, ticket.Hash);

        Assert.Equal(
            (ticket.Hash, ticket.Community, ticket.User, ticket.DisplayName, ticket.Locale, ticket.Region, ticket.CredentialExpiresAt, ticket.ExpiresAt),
            (taken!.Hash, taken.Community, taken.User, taken.DisplayName, taken.Locale, taken.Region, taken.CredentialExpiresAt, taken.ExpiresAt));
    }

    [SpecificationFact]
    public async Task TakeAsync_TicketOfACredentialWithoutEnd_HasNone()
    {
        var ticket = Ticket(credentialExpiresAt: null);
        await AddAsync(ticket);

        Assert.Null((await TakeAsync(Store, ticket.Hash))!.CredentialExpiresAt);
    }

    [SpecificationFact]
    public async Task TakeAsync_TicketOfACredentialForEver_KeepsItsEndToTheMillisecond()
    {
        var ticket = Ticket(credentialExpiresAt: DateTimeOffset.MaxValue);
        await AddAsync(ticket);

        Assert.Equal(
            DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(),
            (await TakeAsync(Store, ticket.Hash))!.CredentialExpiresAt!.Value.ToUnixTimeMilliseconds());
    }

    [SpecificationFact]
    public async Task TakeAsync_Again_IsNullOnEveryServer()
    {
        var ticket = Ticket();
        await AddAsync(ticket);

        Assert.NotNull(await TakeAsync(Store, ticket.Hash));
        Assert.Null(await TakeAsync(Store, ticket.Hash));
        Assert.Null(await TakeAsync(OtherStore, ticket.Hash));
    }

    [SpecificationFact]
    public async Task TakeAsync_OneTicket_LeavesTheOthers()
    {
        var (one, other) = (Ticket(), Ticket());
        await AddAsync(one);
        await AddAsync(other);

        Assert.Equal(one.Hash, (await TakeAsync(Store, one.Hash))!.Hash);
        Assert.Equal(other.Hash, (await TakeAsync(Store, other.Hash))!.Hash);
    }

    [SpecificationTheory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task TakeAsync_AtItsEnd_IsTheTicketUntilThen(int milliseconds, bool isThere)
    {
        var ticket = Ticket();
        await AddAsync(ticket);

        var taken = await Store.TakeAsync(ticket.Hash, ticket.ExpiresAt.AddMilliseconds(milliseconds), CancellationToken.None);

        Assert.Equal(isThere, taken is not null);
    }

    [SpecificationFact]
    public async Task TakeAsync_ManyAtOnceOnTwoServers_GivesEachTicketToOne()
    {
        for (var round = 0; round < 25; round++)
        {
            var ticket = Ticket();
            await AddAsync(ticket);
            using var start = new Barrier(Racers);

            var taken = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return TakeAsync(racer % 2 == 0 ? Store : OtherStore, ticket.Hash).GetAwaiter().GetResult();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Single(taken, found => found is not null);
        }
    }

    [SpecificationFact]
    public async Task AddAsync_AfterOthersExpired_ClearsThemAwayAndKeepsTheRest()
    {
        var (expired, good) = (Ticket(expiresAt: Now.AddSeconds(30)), Ticket(expiresAt: Now.AddHours(2)));
        await AddAsync(expired);
        await AddAsync(good);

        await Store.AddAsync(Ticket(expiresAt: Now.AddHours(2)), Now.AddHours(1), CancellationToken.None);

        // Whoever asks with an older clock would find what is still there.
        Assert.Null(await TakeAsync(Store, expired.Hash));
        Assert.NotNull(await TakeAsync(Store, good.Hash));
    }

    [SpecificationFact]
    public async Task AddAsync_CancelledToken_AddsNothing()
    {
        var ticket = Ticket();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.AddAsync(ticket, Now, new CancellationToken(canceled: true)));

        Assert.Null(await TakeAsync(Store, ticket.Hash));
    }

    [SpecificationFact]
    public async Task TakeAsync_CancelledToken_LeavesTheTicket()
    {
        var ticket = Ticket();
        await AddAsync(ticket);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.TakeAsync(ticket.Hash, Now, new CancellationToken(canceled: true)));

        Assert.NotNull(await TakeAsync(Store, ticket.Hash));
    }

    private static string NewHash() => Convert.ToHexStringLower(SHA256.HashData(Guid.NewGuid().ToByteArray()));

    private static StoredTicket Ticket(DateTimeOffset? credentialExpiresAt = null, DateTimeOffset? expiresAt = null) => new()
    {
        Hash = NewHash(),
        Community = Drafts.NewCommunity(),
        User = new UserId("42"),
        DisplayName = "Zoë 🦊",
        Locale = "pt",
        Region = "BR",
        CredentialExpiresAt = credentialExpiresAt,
        ExpiresAt = expiresAt ?? Now.AddSeconds(30),
    };

    private static async Task<StoredTicket?> TakeAsync(ITicketStore store, string hash) => await store.TakeAsync(hash, Now, CancellationToken.None);

    private async Task AddAsync(StoredTicket ticket) => await Store.AddAsync(ticket, Now, CancellationToken.None);
}
