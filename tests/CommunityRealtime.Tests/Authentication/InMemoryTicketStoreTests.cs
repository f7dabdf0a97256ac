using CommunityRealtime.Authentication;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Tests.Authentication;

public sealed class InMemoryTicketStoreTests : TicketStoreSpecification
{
    protected override ITicketStore Store { get; } = new InMemoryTicketStore();

    [Fact]
    public async Task AddAsync_MoreThanMemoryShouldHold_IsRefusedUntilSomeExpire()
    {
        var now = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < 100_000; i++)
        {
            await Store.AddAsync(Ticket($"{i}", now.AddSeconds(30)), now, default);
        }

        await Assert.ThrowsAsync<TicketStoreException>(async () => await Store.AddAsync(Ticket("one more", now.AddSeconds(30)), now, default));

        await Store.AddAsync(Ticket("later", now.AddSeconds(60)), now.AddSeconds(30), default);
        Assert.NotNull(await Store.TakeAsync("later", now.AddSeconds(30), default));
    }

    private static StoredTicket Ticket(string hash, DateTimeOffset expiresAt) =>
        new() { Hash = hash, Community = new(5), User = new(42), DisplayName = "Alice", ExpiresAt = expiresAt };
}
