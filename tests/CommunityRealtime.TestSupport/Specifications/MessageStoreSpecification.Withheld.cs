using CommunityRealtime.Messages;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="IMessageStore"/> promises about messages that are withheld.</summary>
public abstract partial class MessageStoreSpecification
{
    [SpecificationFact]
    public async Task AppendAsync_WithheldInANewCommunity_IsStoredAndInNoPage()
    {
        var community = NewCommunity();
        var withheld = Draft(community, "protected", isAnonymous: true, isWithheld: true);

        var result = await Store.AppendAsync(withheld, CancellationToken.None);

        Assert.Equal((AppendOutcome.Stored, true), (result.Outcome, result.Message.IsWithheld));
        Assert.True(result.Message.Id < 1);
        AssertHolds(withheld, result.Message);
        await AssertShowsAsync(community);
    }

    [SpecificationFact]
    public async Task AppendAsync_WithheldBetweenMessages_TakesNoNumber()
    {
        var community = NewCommunity();

        for (var number = 1; number <= 3; number++)
        {
            await Store.AppendAsync(Draft(community, "protected", isWithheld: true), CancellationToken.None);
            var result = await Store.AppendAsync(Draft(community), CancellationToken.None);
            Assert.Equal(number, result.Message.Id);
        }

        await AssertShowsAsync(community, 1, 2, 3);
    }

    [SpecificationFact]
    public async Task AppendAsync_KeyOfAWithheldMessage_IsAConflictWithItOnEveryServer()
    {
        var community = NewCommunity();
        var withheld = Draft(community, "protected", clientId: "a-1", isWithheld: true);
        await Store.AppendAsync(withheld, CancellationToken.None);

        foreach (var store in new[] { Store, OtherStore })
        {
            foreach (var draft in new[]
            {
                Draft(community, "hello", clientId: "a-1"),
                Draft(community, "protected", clientId: "a-1"),
                Draft(community, "protected once more", clientId: "a-1", isWithheld: true),
            })
            {
                var result = await store.AppendAsync(draft, CancellationToken.None);

                Assert.Equal((AppendOutcome.Conflict, true), (result.Outcome, result.Message.IsWithheld));
                AssertHolds(withheld, result.Message);
            }
        }

        await AssertShowsAsync(community);
    }

    [SpecificationFact]
    public async Task AppendAsync_WithheldUnderTheKeyOfAMessage_IsAConflictWithIt()
    {
        var community = NewCommunity();
        var shown = Draft(community, "hello", clientId: "a-1");
        await Store.AppendAsync(shown, CancellationToken.None);

        var result = await OtherStore.AppendAsync(Draft(community, "hello", clientId: "a-1", isWithheld: true), CancellationToken.None);

        Assert.Equal((AppendOutcome.Conflict, 1, false), (result.Outcome, result.Message.Id, result.Message.IsWithheld));
        AssertHolds(shown, result.Message);
        await AssertShowsAsync(community, 1);
    }

    [SpecificationFact]
    public async Task AppendAsync_SameWithheldDraftAgain_IsADuplicate()
    {
        var withheld = Draft(NewCommunity(), "protected", isWithheld: true);

        var first = await Store.AppendAsync(withheld, CancellationToken.None);
        var second = await OtherStore.AppendAsync(withheld, CancellationToken.None);

        Assert.Equal((AppendOutcome.Duplicate, first.Message.Id), (second.Outcome, second.Message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_OneKeyForWithheldAndShownManyTimesAtOnce_IsTakenOnce()
    {
        var community = NewCommunity();
        const int Keys = 6;

        var results = await Task.WhenAll(Enumerable.Range(0, Keys * 8).Select(number => Task.Run(async () =>
        {
            var draft = Draft(community, $"text {number}", clientId: $"key-{number % Keys}", isWithheld: number / Keys % 2 == 0);
            return (draft.ClientId, Result: await (number / Keys % 4 < 2 ? Store : OtherStore).AppendAsync(draft, CancellationToken.None));
        })));

        foreach (var ofOneKey in results.GroupBy(result => result.ClientId, result => result.Result))
        {
            Assert.Single(ofOneKey, result => result.Outcome == AppendOutcome.Stored);
            Assert.Single(ofOneKey.Select(result => result.Message.Id).Distinct());
        }

        var shown = results.Count(result => result.Result.Outcome == AppendOutcome.Stored && !result.Result.Message.IsWithheld);
        await AssertShowsAsync(community, Numbers(1, shown).ToArray());
    }

    /// <summary>Whichever way a page is asked for, it holds these messages and no other.</summary>
    private async Task AssertShowsAsync(CommunityId community, params long[] ids)
    {
        foreach (var query in new[]
        {
            MessageQuery.Newest(community, 100),
            MessageQuery.Before(community, long.MaxValue, 100),
            MessageQuery.After(community, 0, 100),
            MessageQuery.After(community, -5, 100),
        })
        {
            Assert.Equal(ids, (await OtherStore.ReadAsync(query, CancellationToken.None)).Select(message => message.Id));
        }

        Assert.Equal(ids.LastOrDefault(), (await OtherStore.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }
}
