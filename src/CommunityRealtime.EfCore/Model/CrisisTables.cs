using CommunityRealtime.Crisis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommunityRealtime.EfCore.Model;

/// <summary>The tables of the crisis workflow.</summary>
internal static class CrisisTables
{
    /// <summary>The length of a <see cref="Guid"/> as text.</summary>
    private const int GuidLength = 36;

    private const int MaxOwnerLength = 64;

    public static void Configure(EntityTypeBuilder<CrisisCaseRow> crisisCase)
    {
        crisisCase.ToTable("chat_crisis_case");
        crisisCase.HasKey(row => row.Id);
        crisisCase.HasIndex(row => new { row.UserId, row.CommunityId, row.OpenSlot }).IsUnique().HasDatabaseName("ux_chat_crisis_case_open");
        crisisCase.HasIndex(row => new { row.CommunityId, row.ClosedAt }).HasDatabaseName("ix_chat_crisis_case_community");
        crisisCase.HasIndex(row => row.NextCallAt).HasDatabaseName("ix_chat_crisis_case_call").HasFilter("next_call_at IS NOT NULL");
        crisisCase.HasIndex(row => row.ChangedAt).HasDatabaseName("ix_chat_crisis_case_changed");
        crisisCase.Property(row => row.Id).HasColumnName("id").HasMaxLength(GuidLength).ValueGeneratedNever();
        crisisCase.Property(row => row.CommunityId).HasColumnName("community_id").HasMaxLength(CommunityId.MaxLength);
        crisisCase.Property(row => row.UserId).HasColumnName("user_id").HasMaxLength(UserId.MaxLength);
        crisisCase.Property(row => row.IsAnonymous).HasColumnName("is_anonymous");
        crisisCase.Property(row => row.OpenSlot).HasColumnName("open_slot");
        crisisCase.Property(row => row.Level).HasColumnName("level");
        crisisCase.Property(row => row.State).HasColumnName("state");
        crisisCase.Property(row => row.RaisedAt).HasColumnName("raised_at");
        crisisCase.Property(row => row.ChangedAt).HasColumnName("changed_at");
        crisisCase.Property(row => row.OwnerId).HasColumnName("owner_id").HasMaxLength(UserId.MaxLength);
        crisisCase.Property(row => row.AcknowledgedAt).HasColumnName("acknowledged_at");
        crisisCase.Property(row => row.ClosedAt).HasColumnName("closed_at");
        crisisCase.Property(row => row.Schedule).HasColumnName("schedule").HasMaxLength(CrisisSchedule.MaxLength);
        crisisCase.Property(row => row.Step).HasColumnName("step");
        crisisCase.Property(row => row.NextCallAt).HasColumnName("next_call_at");
        crisisCase.Property(row => row.EntryCount).HasColumnName("entry_count");
        crisisCase.Property(row => row.EventCount).HasColumnName("event_count");
        crisisCase.Property(row => row.Version).HasColumnName("version").IsConcurrencyToken();
    }

    public static void Configure(EntityTypeBuilder<CrisisEntryRow> entry)
    {
        entry.ToTable("chat_crisis_entry");
        entry.HasKey(row => new { row.CaseId, row.Number });
        entry.HasIndex(row => new { row.UserId, row.CommunityId, row.ClientKey }).IsUnique().HasDatabaseName("ux_chat_crisis_entry_key");
        entry.Property(row => row.CaseId).HasColumnName("case_id").HasMaxLength(GuidLength);
        entry.Property(row => row.Number).HasColumnName("number").ValueGeneratedNever();
        entry.Property(row => row.Kind).HasColumnName("kind");
        entry.Property(row => row.CommunityId).HasColumnName("community_id").HasMaxLength(CommunityId.MaxLength);
        entry.Property(row => row.UserId).HasColumnName("user_id").HasMaxLength(UserId.MaxLength);
        entry.Property(row => row.ClientKey).HasColumnName("client_key").HasMaxLength(CrisisEntry.MaxClientIdLength);
        entry.Property(row => row.IsAnonymous).HasColumnName("is_anonymous");
        entry.Property(row => row.Level).HasColumnName("level");
        entry.Property(row => row.ProtectedText).HasColumnName("protected_text");
        entry.Property(row => row.WrittenAt).HasColumnName("written_at");
    }

    public static void Configure(EntityTypeBuilder<CrisisEventRow> line)
    {
        line.ToTable("chat_crisis_event");
        line.HasKey(row => new { row.CaseId, row.Number });
        line.Property(row => row.CaseId).HasColumnName("case_id").HasMaxLength(GuidLength);
        line.Property(row => row.Number).HasColumnName("number").ValueGeneratedNever();
        line.Property(row => row.Kind).HasColumnName("kind");
        line.Property(row => row.State).HasColumnName("state");
        line.Property(row => row.ActorId).HasColumnName("actor_id").HasMaxLength(UserId.MaxLength);
        line.Property(row => row.ProtectedReason).HasColumnName("protected_reason");
        line.Property(row => row.At).HasColumnName("at");
    }

    public static void Configure(EntityTypeBuilder<CrisisNoticeRow> notice)
    {
        notice.ToTable("chat_crisis_notice");
        notice.HasKey(row => row.Id);
        notice.HasIndex(row => new { row.Channel, row.DueAt }).HasDatabaseName("ix_chat_crisis_notice_due").HasFilter("outcome IS NULL");
        notice.HasIndex(row => row.CaseId).HasDatabaseName("ix_chat_crisis_notice_case");
        notice.Property(row => row.Id).HasColumnName("id").HasMaxLength(GuidLength).ValueGeneratedNever();
        notice.Property(row => row.CaseId).HasColumnName("case_id").HasMaxLength(GuidLength);
        notice.Property(row => row.Channel).HasColumnName("channel").HasMaxLength(PendingNotice.MaxChannelLength);
        notice.Property(row => row.CommunityId).HasColumnName("community_id").HasMaxLength(CommunityId.MaxLength);
        notice.Property(row => row.Kind).HasColumnName("kind");
        notice.Property(row => row.Step).HasColumnName("step");
        notice.Property(row => row.Level).HasColumnName("level");
        notice.Property(row => row.RaisedAt).HasColumnName("raised_at");
        notice.Property(row => row.CreatedAt).HasColumnName("created_at");
        notice.Property(row => row.DueAt).HasColumnName("due_at");
        notice.Property(row => row.Attempts).HasColumnName("attempts");
        notice.Property(row => row.LeaseOwner).HasColumnName("lease_owner").HasMaxLength(MaxOwnerLength);
        notice.Property(row => row.LeasedUntil).HasColumnName("leased_until");
        notice.Property(row => row.Outcome).HasColumnName("outcome");
        notice.Property(row => row.SettledAt).HasColumnName("settled_at");
    }
}
