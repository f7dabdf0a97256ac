using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityRealtime.Tests.Safety;

/// <summary>A message that is not shown takes its retry key as well. Every test asks two servers that share their stores and keys.</summary>
public sealed class RefusedRetryTests
{
    private static readonly CommunityId Community = new(5);
    private static readonly UserId Author = new(42);

    private readonly IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();
    private readonly InMemoryCrisisCaseStore _cases = new();
    private readonly InMemoryMessageStore _messages = new();

    [Fact]
    public async Task OpenAsync_SameTextAgain_OpensNoSecondCase()
    {
        var first = await Cases().OpenAsync(Community, Author, "a-1", "goodbye", isAnonymous: true, CrisisLevel.Acute);
        var second = await Cases().OpenAsync(Community, Author, "a-1", "goodbye", isAnonymous: true, CrisisLevel.Passive);

        // The notice is for the same case, and as it was: the first one may never have left.
        Assert.Equal((first!.CaseId, CrisisLevel.Acute, first.RaisedAt), (second!.CaseId, second.Level, second.RaisedAt));
    }

    [Fact]
    public async Task OpenAsync_OtherTextsUnderATakenKey_OpenACaseEach()
    {
        var texts = Enumerable.Range(0, 20).Select(number => $"goodbye {number}").ToArray();

        var first = new List<Guid>();
        var again = new List<Guid>();
        foreach (var text in texts)
        {
            first.Add((await Cases().OpenAsync(Community, Author, new string('k', 64), text, isAnonymous: false, CrisisLevel.Active))!.CaseId);
        }

        foreach (var text in texts.Take(16))
        {
            again.Add((await Cases().OpenAsync(Community, Author, new string('k', 64), text, isAnonymous: false, CrisisLevel.Active))!.CaseId);
        }

        Assert.Equal(texts.Length, first.Distinct().Count());
        Assert.Equal(first.Take(16), again);
    }

    [Fact]
    public async Task OpenAsync_TextThatNobodyCanReadAnyMore_IsNotTakenForTheSame()
    {
        var first = await Cases().OpenAsync(Community, Author, "a-1", "goodbye", isAnonymous: true, CrisisLevel.Acute);
        var second = await Cases(new EphemeralDataProtectionProvider()).OpenAsync(Community, Author, "a-1", "goodbye", isAnonymous: true, CrisisLevel.Acute);

        Assert.NotEqual(first!.CaseId, second!.CaseId);
    }

    [Fact]
    public async Task KeepAsync_SameTextAgain_GivesTheFirstReply()
    {
        var first = await Withheld().KeepAsync(Drafts.Draft(Community, "bad", clientId: "a-1"), "Not shown.");
        var second = await Withheld().KeepAsync(Drafts.Draft(Community, "bad", clientId: "a-1"), "In other words: not shown.");

        Assert.Equal(("Not shown.", "Not shown."), (first, second));
    }

    [Fact]
    public async Task KeepAsync_OtherTextUnderATakenKey_GivesItsOwnReply()
    {
        await Withheld().KeepAsync(Drafts.Draft(Community, "bad", clientId: "a-1"), "Not shown.");

        Assert.Equal("Please call.", await Withheld().KeepAsync(Drafts.Draft(Community, "goodbye", clientId: "a-1"), "Please call."));
    }

    [Fact]
    public async Task KeepAsync_KeyOfAMessageThatIsShown_GivesItsOwnReply()
    {
        await _messages.AppendAsync(Drafts.Draft(Community, "hello", clientId: "a-1"), CancellationToken.None);

        Assert.Equal("Please call.", await Withheld().KeepAsync(Drafts.Draft(Community, "goodbye", clientId: "a-1"), "Please call."));
    }

    [Theory]
    [InlineData("bad", "Not shown.")]
    [InlineData("good", null)]
    [InlineData("ba", null)]
    public async Task ReplyTo_TextThatIsAllowedNow_IsTheFirstReplyOrAConflict(string text, string? reply)
    {
        await Withheld().KeepAsync(Drafts.Draft(Community, "bad", clientId: "a-1"), "Not shown.");

        var result = await _messages.AppendAsync(Drafts.Draft(Community, text, clientId: "a-1"), CancellationToken.None);

        Assert.Equal(AppendOutcome.Conflict, result.Outcome);
        Assert.Equal(reply, Withheld().ReplyTo(text, result.Message));
    }

    [Fact]
    public async Task KeepAsync_StoreSeesNeitherTextNorReply()
    {
        await Withheld().KeepAsync(Drafts.Draft(Community, "bad words", clientId: "a-1"), "Not shown.");

        var stored = (await _messages.AppendAsync(Drafts.Draft(Community, "bad words", clientId: "a-1"), CancellationToken.None)).Message;

        Assert.Null(stored.DisplayName);
        Assert.DoesNotContain("bad", stored.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("shown", stored.Content, StringComparison.Ordinal);
    }

    private CrisisCases Cases(IDataProtectionProvider? keys = null) =>
        new(_cases, keys ?? _keys, TimeProvider.System, NullLogger<CrisisCases>.Instance);

    private WithheldMessages Withheld() => new(_messages, _keys, NullLogger<WithheldMessages>.Instance);
}
