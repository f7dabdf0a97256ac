using CommunityRealtime.Protocol;

namespace CommunityRealtime.Messages;

/// <summary>Decides what a reader may see of a stored message: the one gate between an author's identity and the wire.</summary>
internal sealed class MessageProjection(ChatAnonymityOptions options)
{
    /// <summary>The name shown with every anonymous message.</summary>
    private const string AnonymousName = "Anonymous";

    /// <summary>Whether the author's own connections get another version than everyone else.</summary>
    public bool HasAuthorVariant(StoredMessage message) => message.IsAnonymous && !options.RevealUserId;

    /// <summary>What one user may see.</summary>
    public WireMessage For(UserId reader, StoredMessage message) =>
        HasAuthorVariant(message) && message.Author != reader ? ForOthers(message) : ForAuthor(message);

    /// <summary>What the author's own connections see.</summary>
    public static WireMessage ForAuthor(StoredMessage message) => Project(message, message.Author);

    /// <summary>What every other member sees.</summary>
    public WireMessage ForOthers(StoredMessage message) => Project(message, HasAuthorVariant(message) ? null : message.Author);

    private static WireMessage Project(StoredMessage message, UserId? user) => new(
        message.Id,
        message.Community,
        user,
        message.Content,
        message.IsAnonymous,
        message.IsAnonymous ? CutToSecond(message.CreatedAt) : message.CreatedAt,
        message.IsAnonymous ? AnonymousName : message.DisplayName ?? message.Author.Value);

    /// <summary>A precise time could be matched with what else is known of a moment.</summary>
    private static DateTimeOffset CutToSecond(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
