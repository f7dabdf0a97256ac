namespace CommunityRealtime.Fuzzing;

/// <summary>What a reader makes of a frame. Two refusals are the same, whatever their reasons.</summary>
internal sealed record FrameVerdict(string? Content = null, bool IsAnonymous = false, string? ClientId = null, string? Token = null, bool IsPong = false)
{
    /// <summary>The frame is refused.</summary>
    public static FrameVerdict Refused { get; } = new();

    public static FrameVerdict Pong { get; } = new(IsPong: true);
}
