using System.Diagnostics.Metrics;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>What the meter <c>CommunityRealtime</c> tells of crisis cases: counts and times by level, never texts or ids.</summary>
internal sealed class CrisisMetrics
{
    private readonly Counter<long> _messages;
    private readonly Counter<long> _cases;
    private readonly Counter<long> _notices;
    private readonly Histogram<double> _acknowledged;

    public CrisisMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(CommunityChatDiagnostics.MeterName);
        _messages = meter.CreateCounter<long>("community_chat.crisis.messages", "{message}", "Messages withheld because of a crisis, by level.");
        _cases = meter.CreateCounter<long>("community_chat.crisis.cases", "{case}", "Crisis cases that were opened, by level.");
        _notices = meter.CreateCounter<long>(
            "community_chat.crisis.notices", "{attempt}", "Attempts to hand a notice to a channel, by channel, level, kind and outcome.");
        _acknowledged = meter.CreateHistogram<double>(
            "community_chat.crisis.time_to_acknowledgement", "s", "From the first withheld message of a case until somebody acknowledged it, by level.");
    }

    public void Raised(CrisisLevel level, bool isNewCase)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("level", Word(level)));
        if (isNewCase)
        {
            _cases.Add(1, new KeyValuePair<string, object?>("level", Word(level)));
        }
    }

    public void Noticed(PendingNotice notice, NoticeOutcome outcome) => _notices.Add(
        1,
        new("channel", notice.Channel),
        new("level", Word(notice.Notice.Level)),
        new("kind", CrisisWords.Of(notice.Notice.Kind)),
        new("outcome", outcome switch { NoticeOutcome.Delivered => "delivered", NoticeOutcome.Postponed => "postponed", _ => "given_up" }));

    public void Acknowledged(CrisisCase crisisCase) => _acknowledged.Record(
        (crisisCase.AcknowledgedAt!.Value - crisisCase.RaisedAt).TotalSeconds, new KeyValuePair<string, object?>("level", Word(crisisCase.Level)));

    private static string Word(CrisisLevel level) => CrisisWords.Of(level);
}
