using System.Globalization;

namespace CommunityRealtime.Crisis;

/// <summary>When somebody is called about a case that nobody acknowledges. Immutable. Stored with the case, as text, in whole seconds.</summary>
public sealed class CrisisSchedule : IEquatable<CrisisSchedule>
{
    /// <summary>The longest text of a schedule, in characters.</summary>
    public const int MaxLength = 200;

    private readonly string _text;

    /// <summary>Makes a schedule.</summary>
    /// <param name="calls">When the calls are due after the case reached its level, rising; the first may be zero: at once. One at least.</param>
    /// <param name="repeat">How long after the last call it is repeated, again and again; more than zero.</param>
    /// <param name="ownerSilence">After how long without a word of its owner somebody is called about an acknowledged case; <see langword="null"/> for never.</param>
    /// <exception cref="ArgumentException">The calls do not rise, or a time is out of range.</exception>
    public CrisisSchedule(IReadOnlyList<TimeSpan> calls, TimeSpan repeat, TimeSpan? ownerSilence = null)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Count == 0 || calls[0] < TimeSpan.Zero || calls.Zip(calls.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new ArgumentException("The calls are one or more rising times, none negative.", nameof(calls));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(repeat, TimeSpan.FromSeconds(1));
        if (ownerSilence is { } silence)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(silence, TimeSpan.FromSeconds(1), nameof(ownerSilence));
        }

        Calls = [.. calls];
        Repeat = repeat;
        OwnerSilence = ownerSilence;
        _text = $"{string.Join(',', Calls.Select(Seconds))};{Seconds(repeat)};{(ownerSilence is { } time ? Seconds(time) : string.Empty)}";
        if (_text.Length > MaxLength)
        {
            throw new ArgumentException("There are too many calls.", nameof(calls));
        }
    }

    /// <summary>When the calls are due after the case reached its level.</summary>
    public IReadOnlyList<TimeSpan> Calls { get; }

    /// <summary>How long after the last call it is repeated.</summary>
    public TimeSpan Repeat { get; }

    /// <summary>After how long without a word of its owner somebody is called about an acknowledged case.</summary>
    public TimeSpan? OwnerSilence { get; }

    /// <summary>Whether the first call is made at once.</summary>
    public bool CallsAtOnce => Calls[0] == TimeSpan.Zero;

    /// <summary>How long after one call the next is made.</summary>
    /// <param name="step">How many calls were made before; 0 for the time until the first.</param>
    /// <returns>The time between them.</returns>
    public TimeSpan Until(int step) => step == 0 ? Calls[0] : step < Calls.Count ? Calls[step] - Calls[step - 1] : Repeat;

    /// <summary>Reads the text of a schedule.</summary>
    /// <param name="text">What <see cref="ToString"/> wrote.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="FormatException">It is no schedule.</exception>
    public static CrisisSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(';') is [var calls, var repeat, var silence]
            ? new CrisisSchedule([.. calls.Split(',').Select(Time)], Time(repeat), silence.Length == 0 ? null : Time(silence))
            : throw new FormatException("This is no schedule.");
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(CrisisSchedule? other) => string.Equals(_text, other?._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CrisisSchedule);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan Time(string seconds) => TimeSpan.FromSeconds(long.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture));
}
