namespace CommunityRealtime;

/// <summary>What is set for one community and not for the whole app.</summary>
public sealed record CommunitySettings
{
    /// <summary>The longest <see cref="SlowMode"/>: 6 hours.</summary>
    public static readonly TimeSpan MaxSlowMode = TimeSpan.FromHours(6);

    /// <summary>The settings of a community for which nothing is set.</summary>
    public static CommunitySettings Default { get; } = new();

    /// <summary>
    /// How long a user waits from one message in the community to the next; moderators and whoever may do more do not. Default <see cref="TimeSpan.Zero"/>, which is no
    /// slow mode; at most <see cref="MaxSlowMode"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero, or longer than <see cref="MaxSlowMode"/>.</exception>
    public TimeSpan SlowMode
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSlowMode);
            field = value;
        }
    }
}
