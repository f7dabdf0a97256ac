namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>What one server did in one cell of one round.</summary>
internal sealed record BroadcastResult(
    double MicrosecondsPerDelivery, double DeliveriesPerSecond, double MedianMilliseconds, double P99Milliseconds);
