namespace CommunityRealtime.RateLimiting;

/// <summary>The default settings of communities: what the app's configuration says.</summary>
internal sealed class ConfiguredCommunitySettings(ChatSlowModeOptions options) : ICommunitySettings
{
    public ValueTask<CommunitySettings> FindAsync(CommunityId community, CancellationToken cancellationToken)
    {
        var slowMode = options.Communities.TryGetValue(community.Value, out var own) ? own : options.Default;
        return new(slowMode == TimeSpan.Zero ? CommunitySettings.Default : new() { SlowMode = slowMode });
    }
}
