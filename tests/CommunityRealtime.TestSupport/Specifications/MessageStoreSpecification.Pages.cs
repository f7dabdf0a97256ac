using CommunityRealtime.Messages;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="IMessageStore"/> promises about pages. Every community here has ten messages.</summary>
public abstract partial class MessageStoreSpecification
{
    [SpecificationTheory]
    [InlineData(3, 0, "8,9,10")]
    [InlineData(10, 0, "1,2,3,4,5,6,7,8,9,10")]
    [InlineData(200, 0, "1,2,3,4,5,6,7,8,9,10")]
    [InlineData(3, 2, "6,7,8")]
    [InlineData(5, 8, "1,2")]
    [InlineData(1, 9, "1")]
    [InlineData(5, 10, "")]
    [InlineData(5, 1000, "")]
    public async Task ReadAsync_Newest_CountsBackFromTheEnd(int limit, int offset, string expected)
    {
        Assert.Equal(expected, await PageOfTenAsync(community => MessageQuery.Newest(community, limit, offset)));
    }

    [SpecificationTheory]
    [InlineData(4, 2, "2,3")]
    [InlineData(4, 3, "1,2,3")]
    [InlineData(4, 200, "1,2,3")]
    [InlineData(11, 2, "9,10")]
    [InlineData(1000, 2, "9,10")]
    [InlineData(long.MaxValue, 1, "10")]
    [InlineData(1, 5, "")]
    [InlineData(0, 5, "")]
    [InlineData(long.MinValue, 5, "")]
    public async Task ReadAsync_Before_GivesTheNearestOldestFirst(long id, int limit, string expected)
    {
        Assert.Equal(expected, await PageOfTenAsync(community => MessageQuery.Before(community, id, limit)));
    }

    [SpecificationTheory]
    [InlineData(0, 3, "1,2,3")]
    [InlineData(4, 2, "5,6")]
    [InlineData(7, 3, "8,9,10")]
    [InlineData(7, 200, "8,9,10")]
    [InlineData(9, 5, "10")]
    [InlineData(long.MinValue, 2, "1,2")]
    [InlineData(10, 5, "")]
    [InlineData(long.MaxValue, 5, "")]
    public async Task ReadAsync_After_GivesTheNearestOldestFirst(long id, int limit, string expected)
    {
        Assert.Equal(expected, await PageOfTenAsync(community => MessageQuery.After(community, id, limit)));
    }

    [SpecificationFact]
    public async Task ReadAsync_UnknownCommunity_IsEmpty()
    {
        var community = NewCommunity();

        Assert.Empty(await Store.ReadAsync(MessageQuery.Newest(community, 5), CancellationToken.None));
        Assert.Empty(await Store.ReadAsync(MessageQuery.Before(community, 5, 5), CancellationToken.None));
        Assert.Empty(await Store.ReadAsync(MessageQuery.After(community, 0, 5), CancellationToken.None));
    }

    [SpecificationFact]
    public async Task ReadAsync_UnknownCommunityThatComesIntoBeing_IsFound()
    {
        var community = NewCommunity();
        Assert.Empty(await NewestAsync(community));

        await Store.AppendManyAsync(community, 1);

        Assert.Single(await NewestAsync(community));
    }

    [SpecificationFact]
    public async Task ReadAsync_CancelledToken_Throws()
    {
        var query = MessageQuery.Newest(NewCommunity(), 5);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.ReadAsync(query, new CancellationToken(canceled: true)));
    }

    private async Task<string> PageOfTenAsync(Func<CommunityId, MessageQuery> query)
    {
        // The neighbour shows that a page does not reach into another community.
        var community = NewCommunity();
        await Store.AppendManyAsync(NewCommunity(), 1);
        await Store.AppendManyAsync(community, 10);
        await Store.AppendManyAsync(NewCommunity(), 1);

        var page = await Store.ReadAsync(query(community), CancellationToken.None);

        Assert.All(page, message => Assert.Equal($"message {message.Id}", message.Content));
        return string.Join(',', page.Select(message => message.Id));
    }
}
