using System.Text.Json;
using CommunityRealtime.Crisis;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Care;

/// <summary>How cases look on the wire, over REST and in frames.</summary>
internal sealed class CrisisJson(CrisisText texts, TimeProvider time)
{
    /// <summary>What a therapist sees in the list: no text and no author.</summary>
    public void WriteSummary(Utf8JsonWriter json, CrisisCase found)
    {
        json.WriteStartObject();
        WriteSummaryFields(json, found);
        json.WriteEndObject();
    }

    /// <summary>All of a case. Who wrote anonymous messages is not in it.</summary>
    public void WriteFile(Utf8JsonWriter json, CrisisFile file)
    {
        json.WriteStartObject();
        WriteSummaryFields(json, file.Case);
        if (file.Case is { IsAnonymous: false, Author: { } author })
        {
            WireValues.WriteId(json, "author_id"u8, author.Value);
        }

        json.WriteStartArray("messages"u8);
        foreach (var entry in file.Entries)
        {
            json.WriteStartObject();
            WriteEntryFields(json, entry);
            json.WriteString("level"u8, CrisisWords.Of(entry.Level));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("events"u8);
        foreach (var line in file.Events)
        {
            WriteEvent(json, line);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What the author sees: that there is a case, what was done, and the conversation. Not who did it, and no level.</summary>
    public void WriteForAuthor(Utf8JsonWriter json, CrisisFile file)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, file.Case.Id);
        WireValues.WriteId(json, "community_id"u8, file.Case.Community.Value);
        json.WriteString("state"u8, CrisisWords.Of(file.Case.State));
        json.WriteBoolean("is_anonymous"u8, file.Case.IsAnonymous);
        WireValues.WriteTime(json, "raised_at"u8, file.Case.RaisedAt);
        json.WriteStartArray("done"u8);
        foreach (var line in file.Events.Where(line => line.Kind is CrisisEventKind.Raised or CrisisEventKind.Acknowledged or CrisisEventKind.ContactBegun
            or CrisisEventKind.Released or CrisisEventKind.Resolved or CrisisEventKind.ClosedAsFalseAlarm or CrisisEventKind.IdentityRead))
        {
            json.WriteStartObject();
            json.WriteString("what"u8, CrisisWords.Of(line.Kind));
            WireValues.WriteTime(json, "at"u8, line.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("messages"u8);
        foreach (var entry in file.Entries)
        {
            json.WriteStartObject();
            WriteEntryFields(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The frame that tells a therapist of a case that is new or changed.</summary>
    public byte[] CaseFrame(CrisisCase found) => JsonText.Write((this, found), static (json, state) =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "crisis_case"u8);
        json.WritePropertyName("case"u8);
        state.Item1.WriteSummary(json, state.found);
        json.WriteEndObject();
    });

    /// <summary>The frame that brings a message of the private conversation to the author of the case.</summary>
    public byte[] CareFrame(Guid id, CrisisEntry entry) => JsonText.Write((this, id, entry), static (json, state) =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "care"u8);
        json.WriteString("case_id"u8, state.id);
        state.Item1.WriteEntryFields(json, state.entry);
        json.WriteEndObject();
    });

    private void WriteSummaryFields(Utf8JsonWriter json, CrisisCase found)
    {
        json.WriteString("id"u8, found.Id);
        WireValues.WriteId(json, "community_id"u8, found.Community.Value);
        json.WriteString("level"u8, CrisisWords.Of(found.Level));
        json.WriteString("state"u8, CrisisWords.Of(found.State));
        json.WriteBoolean("is_open"u8, found.IsOpen);
        json.WriteBoolean("is_waiting"u8, found.IsWaiting);
        json.WriteBoolean("is_anonymous"u8, found.IsAnonymous);
        WireValues.WriteTime(json, "raised_at"u8, found.RaisedAt);
        json.WriteNumber("waiting_seconds"u8, Math.Max(0, (long)((found.AcknowledgedAt ?? found.ClosedAt ?? time.GetUtcNow()) - found.RaisedAt).TotalSeconds));
        WriteTimeOrNull(json, "next_call_at"u8, found.NextCallAt);
        if (found.Owner is { } owner)
        {
            WireValues.WriteId(json, "owner_id"u8, owner.Value);
        }
        else
        {
            json.WriteNull("owner_id"u8);
        }

        json.WriteNumber("message_count"u8, found.EntryCount);
        json.WriteNumber("version"u8, found.Version);
    }

    private void WriteEntryFields(Utf8JsonWriter json, CrisisEntry entry)
    {
        json.WriteNumber("number"u8, entry.Number);
        json.WriteString("kind"u8, CrisisWords.Of(entry.Kind));
        if (texts.Read(entry.ProtectedText) is { } text)
        {
            json.WriteString("content"u8, text);
        }
        else
        {
            json.WriteNull("content"u8);
        }

        WireValues.WriteTime(json, "written_at"u8, entry.WrittenAt);
    }

    private void WriteEvent(Utf8JsonWriter json, CrisisEvent line)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, CrisisWords.Of(line.Kind));
        json.WriteString("state"u8, CrisisWords.Of(line.State));
        WireValues.WriteTime(json, "at"u8, line.At);
        if (line.Actor is { } actor)
        {
            WireValues.WriteId(json, "actor_id"u8, actor.Value);
        }

        if (texts.Read(line.ProtectedReason) is { } reason)
        {
            json.WriteString("reason"u8, reason);
        }

        json.WriteEndObject();
    }

    private static void WriteTimeOrNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } known)
        {
            WireValues.WriteTime(json, name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
