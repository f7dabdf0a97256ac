using System.Diagnostics;

namespace CommunityRealtime.Diagnostics;

/// <summary>What traces are made of.</summary>
internal static class ChatTracing
{
    public static readonly ActivitySource Source = new(CommunityChatDiagnostics.ActivitySourceName);

    /// <summary>Starts a step of what is current, if anybody listens.</summary>
    public static Activity? StartStep(string name) => Source.HasListeners() && Activity.Current is not null ? Source.StartActivity(name) : null;
}
