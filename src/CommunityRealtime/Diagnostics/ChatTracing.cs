using System.Diagnostics;

namespace CommunityRealtime.Diagnostics;

/// <summary>One trace for each message. A connection lives for hours, so its request is not the parent but a link.</summary>
/// <remarks>
/// The link of an anonymous message would lead to the address of its author, so it has none. No id of a message, community or user is told.
/// </remarks>
internal static class ChatTracing
{
    private static readonly ActivitySource Source = new(CommunityChatDiagnostics.ActivitySourceName);

    /// <summary>Starts the trace of a message, if anybody listens. It is current until the calling method ends.</summary>
    /// <param name="isAnonymous">Whether nobody may learn who wrote it.</param>
    public static Activity? StartMessage(bool isAnonymous)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var connection = Activity.Current;
        ActivityLink[] links = connection is null || isAnonymous ? [] : [new(connection.Context)];
        Activity.Current = null;
        return Source.StartActivity("chat message", ActivityKind.Server, parentContext: default, tags: null, links);
    }

    /// <summary>Starts a step of what is current, if anybody listens.</summary>
    public static Activity? StartStep(string name) => Source.HasListeners() && Activity.Current is not null ? Source.StartActivity(name) : null;
}
