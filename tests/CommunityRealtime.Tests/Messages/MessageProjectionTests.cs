using CommunityRealtime.Messages;

namespace CommunityRealtime.Tests.Messages;

/// <summary>The rule of anonymity, without a network.</summary>
public sealed class MessageProjectionTests
{
    private static readonly UserId Author = new(42);
    private static readonly UserId Other = new(43);

    [Theory]
    [InlineData(false, false, true, true)]
    [InlineData(true, false, false, true)]
    [InlineData(true, true, true, true)]
    public void For_Reader_NamesTheAuthorOnlyToWhomItMay(bool isAnonymous, bool reveal, bool othersSee, bool authorSees)
    {
        var projection = new MessageProjection(new() { RevealUserId = reveal });
        var message = Message(isAnonymous);

        Assert.Equal(othersSee, projection.For(Other, message).User == Author);
        Assert.Equal(othersSee, projection.ForOthers(message).User == Author);
        Assert.Equal(authorSees, projection.For(Author, message).User == Author);
        Assert.Equal(isAnonymous && !reveal, projection.HasAuthorVariant(message));
    }

    [Fact]
    public void For_AnonymousMessage_ShowsNoNameAndNoPreciseTimeToAnyone()
    {
        var projection = new MessageProjection(new() { RevealUserId = true });

        foreach (var reader in new[] { Author, Other })
        {
            var seen = projection.For(reader, Message(isAnonymous: true));
            Assert.Equal("Anonymous", seen.DisplayName);
            Assert.Equal(0, seen.CreatedAt.Millisecond);
        }
    }

    private static StoredMessage Message(bool isAnonymous) => new()
    {
        Id = 1,
        Community = new(5),
        Author = Author,
        DisplayName = "Alice",
        Content = "x",
        IsAnonymous = isAnonymous,
        CreatedAt = new(2026, 2, 20, 10, 30, 0, 123, TimeSpan.Zero),
    };
}
