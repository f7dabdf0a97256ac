using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>The clocks and channels that hold for new cases.</summary>
internal sealed class CrisisPolicy(ChatCrisisOptions options, IEnumerable<ICrisisNotifier> notifiers)
{
    private readonly CrisisSchedule _acute = AcuteSchedule(options);
    private readonly CrisisSchedule _active = ActiveSchedule(options);
    private readonly CrisisSchedule _passive = PassiveSchedule(options);

    /// <summary>The names of the channels.</summary>
    public IReadOnlyList<string> Channels { get; } = Checked([.. notifiers.Select(notifier => notifier.Name)]);

    public static CrisisSchedule AcuteSchedule(ChatCrisisOptions options) =>
        Schedule(options.Acute, [0, 2, 5, 10], repeat: 10, TimeSpan.FromMinutes(15));

    public static CrisisSchedule ActiveSchedule(ChatCrisisOptions options) => Schedule(options.Active, [0, 10, 20, 30], repeat: 30, null);

    public static CrisisSchedule PassiveSchedule(ChatCrisisOptions options) => Schedule(options.Passive, [240], repeat: 240, null);

    /// <summary>The clock of a level.</summary>
    public CrisisSchedule For(CrisisLevel level) => level switch
    {
        CrisisLevel.Acute => _acute,
        CrisisLevel.Passive => _passive,
        _ => _active,
    };

    /// <summary>Notices are stored with the names of their channels, so a mistake in them ends the start.</summary>
    private static string[] Checked(string[] names)
    {
        if (names.Length == 0)
        {
            throw new InvalidOperationException("No ICrisisNotifier is registered: nobody would be told of a crisis.");
        }

        if (names.Any(name => name is not { Length: > 0 and <= PendingNotice.MaxChannelLength }))
        {
            throw new InvalidOperationException($"The name of an ICrisisNotifier has 1 to {PendingNotice.MaxChannelLength} characters.");
        }

        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names
            : throw new InvalidOperationException($"Two of the notifiers {string.Join(", ", names)} have the same name.");
    }

    private static CrisisSchedule Schedule(CrisisLevelOptions clock, int[] minutes, int repeat, TimeSpan? silence) => new(
        clock.Calls is { } calls ? [.. calls] : [.. minutes.Select(minute => TimeSpan.FromMinutes(minute))],
        clock.Repeat ?? TimeSpan.FromMinutes(repeat),
        clock.OwnerSilence == TimeSpan.Zero ? null : clock.OwnerSilence ?? silence);
}
