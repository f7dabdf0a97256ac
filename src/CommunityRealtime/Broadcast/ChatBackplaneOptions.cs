namespace CommunityRealtime.Broadcast;

/// <summary>How servers keep together. Section <c>CommunityChat:Backplane</c>; read once at start-up.</summary>
public sealed class ChatBackplaneOptions
{
    /// <summary>
    /// How often a server compares the communities that have members there with the store, all in one query: after so long members see
    /// what another server stored, also without a backplane and whatever one has lost. Default 5 seconds; 100 milliseconds to 5 minutes.
    /// </summary>
    public TimeSpan CompareInterval { get; set; } = TimeSpan.FromSeconds(5);
}
