namespace CommunityRealtime.Messages;

/// <summary>Where a community's counter stands.</summary>
public readonly struct CommunityHead : IEquatable<CommunityHead>
{
    /// <summary>Makes a head.</summary>
    /// <param name="epoch">The life of the counter.</param>
    /// <param name="newest">The newest number.</param>
    public CommunityHead(long epoch, long newest)
    {
        Epoch = epoch;
        Newest = newest;
    }

    /// <summary>A random value that changes when history was lost, for example by a restore; 0 before the first message.</summary>
    public long Epoch { get; }

    /// <summary>The newest number that was given; 0 before the first message.</summary>
    public long Newest { get; }

    /// <summary>Whether two heads are the same.</summary>
    /// <param name="left">One head.</param>
    /// <param name="right">The other head.</param>
    /// <returns><see langword="true"/> when epoch and number are equal.</returns>
    public static bool operator ==(CommunityHead left, CommunityHead right) => left.Equals(right);

    /// <summary>Whether two heads differ.</summary>
    /// <param name="left">One head.</param>
    /// <param name="right">The other head.</param>
    /// <returns><see langword="true"/> when epoch or number differ.</returns>
    public static bool operator !=(CommunityHead left, CommunityHead right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CommunityHead other) => Epoch == other.Epoch && Newest == other.Newest;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CommunityHead other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, Newest);
}
