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

    private readonly IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();
    private readonly InMemoryMessageStore _messages = new();

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

    private WithheldMessages Withheld() => new(_messages, _keys, NullLogger<WithheldMessages>.Instance);
}
