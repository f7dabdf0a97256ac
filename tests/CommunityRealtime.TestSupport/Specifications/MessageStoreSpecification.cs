using System.Globalization;
using CommunityRealtime.Messages;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="IMessageStore"/> promises about one caller's appends, heads and texts.</summary>
/// <remarks>Every test uses communities of its own, so that one store may serve them all.</remarks>
public abstract partial class MessageStoreSpecification
{
    private static readonly string[] Texts =
    [
        "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈",
        "مرحبا שלום \u202Eabc\u202C",
        "e\u0301 \u00E9 Z\u0351\u036B\u0343",
        string.Concat(Enumerable.Repeat("😀", 4000)),
        " line one\r\nline two\n\n\ttabbed ",
        "\uFFFD \uFEFF \uFFFF",
        "'; DROP TABLE chat_message; -- {0} %s \\ \" @p0 $1",
    ];

    /// <summary>The store under test.</summary>
    protected abstract IMessageStore Store { get; }

    /// <summary>The store of another process on the same data; the same one where data cannot be shared.</summary>
    protected virtual IMessageStore OtherStore => Store;

    [SpecificationFact]
    public async Task AppendAsync_FirstMessages_AreNumberedFromOneWithoutHoles()
    {
        var community = NewCommunity();

        for (var expected = 1; expected <= 5; expected++)
        {
            var result = await Store.AppendAsync(Draft(community), CancellationToken.None);

            Assert.Equal(AppendOutcome.Stored, result.Outcome);
            Assert.Equal(expected, result.Message.Id);
        }
    }

    [SpecificationFact]
    public async Task AppendAsync_TwoCommunities_CountOnTheirOwn()
    {
        var first = NewCommunity();
        var second = NewCommunity();

        await Store.AppendManyAsync(first, 3);
        var result = await Store.AppendAsync(Draft(second, "only here"), CancellationToken.None);

        Assert.Equal(1, result.Message.Id);
        Assert.Equal("only here", Assert.Single(await NewestAsync(second)).Content);
        Assert.Equal(3, (await NewestAsync(first)).Count);
    }

    [SpecificationFact]
    public async Task AppendAsync_NewMessage_ReturnsWhatAReaderSees()
    {
        var draft = Draft(NewCommunity(), "exactly this", author: "user-7", displayName: "Zoë 🦊");

        var appended = (await Store.AppendAsync(draft, CancellationToken.None)).Message;
        var read = Assert.Single(await NewestAsync(draft.Community));

        AssertHolds(draft, appended);
        AssertHolds(draft, read);
        Assert.Equal(appended.Id, read.Id);
    }

    [SpecificationFact]
    public async Task AppendAsync_Anonymous_KeepsTheAuthorAndNoName()
    {
        var draft = Draft(NewCommunity(), isAnonymous: true);

        var appended = (await Store.AppendAsync(draft, CancellationToken.None)).Message;
        var read = Assert.Single(await NewestAsync(draft.Community));

        foreach (var message in new[] { appended, read })
        {
            Assert.True(message.IsAnonymous);
            Assert.Equal(draft.Author, message.Author);
            Assert.Null(message.DisplayName);
        }
    }

    [SpecificationFact]
    public async Task AppendAsync_AnyText_ComesBackUnchanged()
    {
        var community = NewCommunity();

        foreach (var text in Texts)
        {
            await Store.AppendAsync(Draft(community, text), CancellationToken.None);
        }

        Assert.Equal(Texts, (await NewestAsync(community)).Select(message => message.Content));
    }

    [SpecificationTheory]
    [InlineData("2026-02-20T10:30:00.0010000Z")]
    [InlineData("2026-02-20T10:30:00.9990000Z")]
    [InlineData("1970-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9990000Z")]
    public async Task AppendAsync_Time_IsKeptToTheMillisecondInUtc(string time)
    {
        var community = NewCommunity();
        var createdAt = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        await Store.AppendAsync(Draft(community, createdAt: createdAt), CancellationToken.None);

        var message = Assert.Single(await NewestAsync(community));
        Assert.Equal(createdAt, message.CreatedAt);
        Assert.Equal(TimeSpan.Zero, message.CreatedAt.Offset);
    }

    [SpecificationFact]
    public async Task AppendAsync_CancelledToken_StoresNothing()
    {
        var community = NewCommunity();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.AppendAsync(Draft(community), new CancellationToken(canceled: true)));

        Assert.Empty(await NewestAsync(community));
        var next = await Store.AppendAsync(Draft(community), CancellationToken.None);
        Assert.Equal(1, next.Message.Id);
    }

    [SpecificationTheory]
    [InlineData("a\0b", "key", "Alice")]
    [InlineData("{high}", "key", "Alice")]
    [InlineData("a{low}b", "key", "Alice")]
    [InlineData("hello", "", "Alice")]
    [InlineData("hello", "k\0", "Alice")]
    [InlineData("hello", "{low}{high}", "Alice")]
    [InlineData("hello", "12345678901234567890123456789012345678901234567890123456789012345", "Alice")]
    [InlineData("hello", "key", "A\0")]
    [InlineData("hello", "key", "{high}{high}{low}")]
    public async Task AppendAsync_WhatSomeDatabasesCannotKeep_IsRefusedEverywhere(string content, string clientId, string displayName)
    {
        var community = NewCommunity();

        var exception = await Assert.ThrowsAsync<ArgumentException>(async () => await Store.AppendAsync(
            Draft(community, Text(content), clientId: Text(clientId), displayName: Text(displayName)), CancellationToken.None));

        // A test's own data cannot hold half of a character.
        static string Text(string text)
            => text.Replace("{high}", "\uD83D", StringComparison.Ordinal).Replace("{low}", "\uDE00", StringComparison.Ordinal);

        Assert.Equal("draft", exception.ParamName);
        Assert.Empty(await NewestAsync(community));
    }

    [SpecificationFact]
    public async Task ReadHeadAsync_NoMessages_IsDefault()
    {
        Assert.Equal(default, await Store.ReadHeadAsync(NewCommunity(), CancellationToken.None));
    }

    [SpecificationFact]
    public async Task ReadHeadAsync_WhileMessagesCome_CountsInOneEpoch()
    {
        var community = NewCommunity();

        await Store.AppendManyAsync(community, 1);
        var first = await Store.ReadHeadAsync(community, CancellationToken.None);
        await Store.AppendManyAsync(community, 2);
        var third = await Store.ReadHeadAsync(community, CancellationToken.None);

        Assert.NotEqual(0, first.Epoch);
        Assert.Equal(new CommunityHead(first.Epoch, 1), first);
        Assert.Equal(new CommunityHead(first.Epoch, 3), third);
    }

    [SpecificationFact]
    public async Task ReadHeadAsync_OtherCommunity_HasAnotherEpoch()
    {
        var first = NewCommunity();
        var second = NewCommunity();
        await Store.AppendManyAsync(first, 1);
        await Store.AppendManyAsync(second, 1);

        var firstHead = await Store.ReadHeadAsync(first, CancellationToken.None);
        var secondHead = await Store.ReadHeadAsync(second, CancellationToken.None);

        Assert.NotEqual(firstHead.Epoch, secondHead.Epoch);
    }

    [SpecificationFact]
    public async Task ReadHeadsAsync_Many_AreTheHeadsInTheOrderAskedFor()
    {
        var empty = NewCommunity();
        var some = Enumerable.Range(1, 3).Select(_ => NewCommunity()).ToArray();
        for (var i = 0; i < some.Length; i++)
        {
            await Store.AppendManyAsync(some[i], i + 1);
        }

        var heads = await Store.ReadHeadsAsync([some[2], empty, some[0], some[1]], CancellationToken.None);

        Assert.Equal([3, 0, 1, 2], heads.Select(head => head.Newest));
        Assert.Equal(await Store.ReadHeadAsync(some[2], CancellationToken.None), heads[0]);
        Assert.Equal(default, heads[1]);
    }

    [SpecificationFact]
    public async Task ReadHeadsAsync_AThousandAndNone_AreAllThere()
    {
        var last = NewCommunity();
        await Store.AppendManyAsync(last, 1);

        var heads = await Store.ReadHeadsAsync([.. Enumerable.Range(0, 999).Select(_ => NewCommunity()), last], CancellationToken.None);

        Assert.Equal((1000, 1), (heads.Count, heads[^1].Newest));
        Assert.Empty(await Store.ReadHeadsAsync([], CancellationToken.None));
    }

    private static void AssertHolds(MessageDraft draft, StoredMessage message)
    {
        Assert.Equal(draft.Community, message.Community);
        Assert.Equal(draft.Author, message.Author);
        Assert.Equal(draft.DisplayName, message.DisplayName);
        Assert.Equal(draft.Content, message.Content);
        Assert.Equal(draft.IsAnonymous, message.IsAnonymous);
        Assert.Equal(draft.CreatedAt, message.CreatedAt);
    }

    private async Task<IReadOnlyList<StoredMessage>> NewestAsync(CommunityId community)
        => await Store.ReadAsync(MessageQuery.Newest(community, 100), CancellationToken.None);
}
