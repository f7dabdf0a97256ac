using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CommunityRealtime.Webhooks;

/// <summary>What a crisis webhook says: which case, why and how urgent. It holds neither text nor name.</summary>
internal static class CrisisWebhookBody
{
    /// <summary>2<sup>53</sup>−1: above it a JSON number is not exact in every language.</summary>
    private const long MaxExactInteger = 9_007_199_254_740_991;

    public static byte[] Write(CrisisNotice notice, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, notice.Id);
            json.WriteString("type"u8, Type(notice.Kind));
            json.WriteString("case_id"u8, notice.CaseId);
            WriteCommunity(json, notice.Community.Value);
            json.WriteString("level"u8, Level(notice.Level));
            json.WriteNumber("step"u8, notice.Step);
            json.WriteString("raised_at"u8, notice.RaisedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteNumber("waiting_seconds"u8, Math.Max(0, (long)(now - notice.RaisedAt).TotalSeconds));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Type(CrisisNoticeKind kind) => kind switch
    {
        CrisisNoticeKind.Raised => "crisis.raised",
        CrisisNoticeKind.LevelRaised => "crisis.level_raised",
        CrisisNoticeKind.Reminder => "crisis.reminder",
        CrisisNoticeKind.Escalated => "crisis.escalated",
        CrisisNoticeKind.NobodyOnDuty => "crisis.nobody_on_duty",
        CrisisNoticeKind.Reopened => "crisis.reopened",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of notice has no name on the wire."),
    };

    private static string Level(CrisisLevel level) => level switch
    {
        CrisisLevel.None => "none",
        CrisisLevel.Passive => "passive",
        CrisisLevel.Active => "active",
        CrisisLevel.Acute => "acute",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "This level has no name on the wire."),
    };

    /// <summary>As everywhere in the chat's JSON: a canonical integer goes out as a number, any other key of the host as a string.</summary>
    private static void WriteCommunity(Utf8JsonWriter json, string id)
    {
        if (long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number is >= -MaxExactInteger and <= MaxExactInteger
            && number.ToString(CultureInfo.InvariantCulture) == id)
        {
            json.WriteNumber("community_id"u8, number);
        }
        else
        {
            json.WriteString("community_id"u8, id);
        }
    }
}
