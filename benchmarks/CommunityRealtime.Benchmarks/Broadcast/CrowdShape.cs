namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>How many rooms of one size there are, and how many members of each send back to back.</summary>
internal sealed record CrowdShape(int Rooms, int Members, int Senders)
{
    public override string ToString() => $"{Rooms} × {Members:N0}";
}
