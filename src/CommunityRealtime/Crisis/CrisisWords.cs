using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>The words of the wire, and of metrics.</summary>
internal static class CrisisWords
{
    public static string Of(CrisisLevel level) => level switch
    {
        CrisisLevel.Passive => "passive",
        CrisisLevel.Active => "active",
        CrisisLevel.Acute => "acute",
        _ => "none",
    };

    public static string Of(CrisisCaseState state) => state switch
    {
        CrisisCaseState.Raised => "raised",
        CrisisCaseState.Notified => "notified",
        CrisisCaseState.Escalated => "escalated",
        CrisisCaseState.Acknowledged => "acknowledged",
        CrisisCaseState.InContact => "in_contact",
        CrisisCaseState.Reopened => "reopened",
        CrisisCaseState.Resolved => "resolved",
        _ => "closed_as_false_alarm",
    };

    public static string Of(CrisisNoticeKind kind) => kind switch
    {
        CrisisNoticeKind.Raised => "raised",
        CrisisNoticeKind.LevelRaised => "level_raised",
        CrisisNoticeKind.Reminder => "reminder",
        CrisisNoticeKind.Escalated => "escalated",
        CrisisNoticeKind.NobodyOnDuty => "nobody_on_duty",
        _ => "reopened",
    };

    public static string Of(CrisisEntryKind kind) => kind switch
    {
        CrisisEntryKind.Withheld => "withheld",
        CrisisEntryKind.FromAuthor => "author",
        _ => "care_team",
    };

    public static string Of(CrisisEventKind kind) => kind switch
    {
        CrisisEventKind.Raised => "raised",
        CrisisEventKind.MessageAdded => "message_added",
        CrisisEventKind.LevelRaised => "level_raised",
        CrisisEventKind.Notified => "notified",
        CrisisEventKind.Escalated => "escalated",
        CrisisEventKind.NobodyOnDuty => "nobody_on_duty",
        CrisisEventKind.NoticeGivenUp => "notice_given_up",
        CrisisEventKind.Acknowledged => "acknowledged",
        CrisisEventKind.Released => "released",
        CrisisEventKind.ContactBegun => "contact_begun",
        CrisisEventKind.Resolved => "resolved",
        CrisisEventKind.ClosedAsFalseAlarm => "closed_as_false_alarm",
        CrisisEventKind.Read => "read",
        CrisisEventKind.IdentityRead => "identity_read",
        CrisisEventKind.OwnerSilent => "owner_silent",
        _ => "erased",
    };
}
