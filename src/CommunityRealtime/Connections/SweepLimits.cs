namespace CommunityRealtime.Connections;

/// <summary>How many sweeps something may take.</summary>
/// <param name="Silence">Until a silent client is pinged.</param>
/// <param name="Answer">Until a pinged client has to have sent something.</param>
/// <param name="Close">Until a closing socket has to be gone.</param>
/// <param name="Heartbeat">Between two ping frames.</param>
/// <param name="Frame">From the first byte of a frame to its last.</param>
internal readonly record struct SweepLimits(int Silence, int Answer, int Close, int Heartbeat, int Frame);
