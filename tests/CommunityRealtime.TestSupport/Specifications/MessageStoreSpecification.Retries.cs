using CommunityRealtime.Messages;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="IMessageStore"/> promises about retry keys.</summary>
public abstract partial class MessageStoreSpecification
{
    [SpecificationFact]
    public async Task AppendAsync_SameDraftTwice_IsADuplicateOfTheFirst()
    {
        var community = NewCommunity();
        var draft = Draft(community, clientId: "a-1");

        var first = await Store.AppendAsync(draft, CancellationToken.None);
        var second = await Store.AppendAsync(
            Draft(community, clientId: "a-1", displayName: "Renamed", createdAt: Noon.AddMinutes(1)), CancellationToken.None);

        Assert.Equal(AppendOutcome.Duplicate, second.Outcome);
        Assert.Equal(first.Message.Id, second.Message.Id);
        AssertHolds(draft, second.Message);
        Assert.Single(await NewestAsync(community));
    }

    [SpecificationFact]
    public async Task AppendAsync_KeyOfTheMostCharacters_IsKeptWhole()
    {
        // Outside the Basic Multilingual Plane, so that a character is two UTF-16 units and four bytes.
        var community = NewCommunity();
        var start = string.Concat(Enumerable.Repeat("😀", 63));

        var first = await Store.AppendAsync(Draft(community, clientId: start + "😀"), CancellationToken.None);
        var again = await Store.AppendAsync(Draft(community, clientId: start + "😀"), CancellationToken.None);
        var other = await Store.AppendAsync(Draft(community, clientId: start + "😁"), CancellationToken.None);

        Assert.Equal((AppendOutcome.Duplicate, first.Message.Id), (again.Outcome, again.Message.Id));
        Assert.Equal(AppendOutcome.Stored, other.Outcome);
    }

    [SpecificationTheory]
    [InlineData("other text", false)]
    [InlineData("HELLO", false)]
    [InlineData("hello ", false)]
    [InlineData("hello", true)]
    public async Task AppendAsync_SameKeyOtherMessage_IsAConflictWithTheFirst(string content, bool isAnonymous)
    {
        var community = NewCommunity();
        var draft = Draft(community, "hello", clientId: "a-1");
        var first = await Store.AppendAsync(draft, CancellationToken.None);

        var second = await Store.AppendAsync(
            Draft(community, content, clientId: "a-1", isAnonymous: isAnonymous), CancellationToken.None);

        Assert.Equal(AppendOutcome.Conflict, second.Outcome);
        Assert.Equal(first.Message.Id, second.Message.Id);
        AssertHolds(draft, second.Message);
        AssertHolds(draft, Assert.Single(await NewestAsync(community)));
    }

    [SpecificationFact]
    public async Task AppendAsync_DuplicateAndConflict_SpendNoNumber()
    {
        var community = NewCommunity();
        await Store.AppendAsync(Draft(community, clientId: "a-1"), CancellationToken.None);

        await Store.AppendAsync(Draft(community, clientId: "a-1"), CancellationToken.None);
        await Store.AppendAsync(Draft(community, "other", clientId: "a-1"), CancellationToken.None);
        var head = await Store.ReadHeadAsync(community, CancellationToken.None);
        var next = await Store.AppendAsync(Draft(community), CancellationToken.None);

        Assert.Equal(1, head.Newest);
        Assert.Equal(2, next.Message.Id);
    }

    [SpecificationFact]
    public async Task AppendAsync_SameKeyOtherAuthorOrCommunity_IsANewMessage()
    {
        var community = NewCommunity();
        await Store.AppendAsync(Draft(community, author: "42", clientId: "a-1"), CancellationToken.None);

        var otherAuthor = await Store.AppendAsync(Draft(community, author: "43", clientId: "a-1"), CancellationToken.None);
        var otherCommunity = await Store.AppendAsync(Draft(NewCommunity(), author: "42", clientId: "a-1"), CancellationToken.None);

        Assert.Equal(AppendOutcome.Stored, otherAuthor.Outcome);
        Assert.Equal(2, otherAuthor.Message.Id);
        Assert.Equal(AppendOutcome.Stored, otherCommunity.Outcome);
        Assert.Equal(1, otherCommunity.Message.Id);
    }

    [SpecificationTheory]
    [InlineData("bob", "key", "Bob", "key")]
    [InlineData("bob", "key", "bob ", "key")]
    [InlineData("\u00E9", "key", "e\u0301", "key")]
    [InlineData("bob", "key", "bob", "KEY")]
    public async Task AppendAsync_KeysThatOnlyLookAlike_AreDifferentMessages(
        string author, string clientId, string otherAuthor, string otherClientId)
    {
        var community = NewCommunity();

        await Store.AppendAsync(Draft(community, author: author, clientId: clientId), CancellationToken.None);
        var other = await Store.AppendAsync(Draft(community, author: otherAuthor, clientId: otherClientId), CancellationToken.None);

        Assert.Equal(AppendOutcome.Stored, other.Outcome);
        Assert.Equal(new UserId(otherAuthor), other.Message.Author);
    }

    [SpecificationFact]
    public async Task AppendAsync_CommunityIdsThatDifferInCase_AreDifferentCommunities()
    {
        var lower = new CommunityId($"c-{Guid.NewGuid():n}");
        var upper = new CommunityId(lower.Value.ToUpperInvariant());

        await Store.AppendAsync(Draft(lower), CancellationToken.None);
        var other = await Store.AppendAsync(Draft(upper), CancellationToken.None);

        Assert.Equal(1, other.Message.Id);
        Assert.Single(await NewestAsync(lower));
    }
}
