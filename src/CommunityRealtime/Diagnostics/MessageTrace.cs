using System.Diagnostics;

namespace CommunityRealtime.Diagnostics;

/// <summary>The trace of one message. A connection lives for hours, so its request is not the parent but a link.</summary>
/// <remarks>
/// The link leads to where its author is. An anonymous message has none, and neither has one that was withheld, which is somebody's secret too: only
/// an outcome that says nothing of what was written brings it. No id of a message, community or user is told.
/// </remarks>
internal sealed class MessageTrace : IDisposable
{
    private readonly Activity _activity;
    private readonly ActivityContext? _connection;

    private MessageTrace(Activity activity, ActivityContext? connection)
    {
        _activity = activity;
        _connection = connection;
    }

    /// <summary>Leaves the connection's trace, and starts the message's if anybody listens. It is current until the calling method ends.</summary>
    /// <param name="isAnonymous">Whether nobody may learn who wrote it.</param>
    public static MessageTrace? Start(bool isAnonymous)
    {
        var connection = Activity.Current;
        if (connection is not null)
        {
            // Whether or not anybody listens to the chat: what a database driver traces of the message must not lead to the connection either.
            Activity.Current = null;
        }

        return ChatTracing.Source.StartActivity("chat message", ActivityKind.Server) is { } activity ? new(activity, isAnonymous ? null : connection?.Context) : null;
    }

    /// <summary>Tells what became of the message, if it was not withheld.</summary>
    /// <param name="outcome">A word of the library's own.</param>
    public void Tell(string outcome)
    {
        _activity.SetTag("community_chat.outcome", outcome);
        if (_connection is { } connection)
        {
            _activity.AddLink(new(connection));
        }
    }

    public void Dispose() => _activity.Dispose();
}
