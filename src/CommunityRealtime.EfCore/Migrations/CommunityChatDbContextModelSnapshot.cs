using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CommunityRealtime.EfCore.Migrations;

/// <summary>
/// The model as the newest migration leaves it. Without store types and provider annotations, so that it can be compared
/// with the model under every provider.
/// </summary>
[DbContext(typeof(CommunityChatDbContext))]
internal sealed class CommunityChatDbContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity("CommunityRealtime.EfCore.Model.CommunityRow", community =>
        {
            community.Property<long>("No").HasColumnName("no");
            community.Property<string>("CommunityId").IsRequired().HasMaxLength(64).HasColumnName("community_id");
            community.Property<long>("Epoch").HasColumnName("epoch");
            community.Property<long>("Last").HasColumnName("last");
            community.Property<long>("First").HasColumnName("first");
            community.HasKey("No");
            community.HasIndex("CommunityId").IsUnique().HasDatabaseName("ux_chat_head_community");
            community.ToTable("chat_head");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.MessageRow", message =>
        {
            message.Property<long>("No").HasColumnName("no");
            message.Property<long>("Id").HasColumnName("id");
            message.Property<long?>("Change").HasColumnName("change");
            message.Property<string>("UserId").HasMaxLength(128).HasColumnName("user_id");
            message.Property<string>("ClientKey").HasMaxLength(64).HasColumnName("client_key");
            message.Property<long>("CreatedAt").HasColumnName("created_at");
            message.Property<int>("Flags").HasColumnName("flags");
            message.Property<string>("DisplayName").HasColumnName("display_name");
            message.Property<string>("Content").IsRequired().HasColumnName("content");
            message.HasKey("No", "Id");
            message.HasIndex("UserId", "No", "ClientKey").IsUnique().HasDatabaseName("ux_chat_message_key");
            message.HasIndex("No", "Change").HasDatabaseName("ix_chat_message_change").HasFilter("change IS NOT NULL");
            message.ToTable("chat_message");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.MemberRow", member =>
        {
            member.Property<string>("CommunityId").HasMaxLength(64).HasColumnName("community_id");
            member.Property<string>("UserId").HasMaxLength(128).HasColumnName("user_id");
            member.Property<int>("Status").HasColumnName("status");
            member.Property<int>("Role").HasColumnName("role");
            member.Property<string>("DisplayName").HasColumnName("display_name");
            member.HasKey("CommunityId", "UserId");
            member.ToTable("chat_member");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.TicketRow", ticket =>
        {
            ticket.Property<string>("Hash").HasMaxLength(64).HasColumnName("hash");
            ticket.Property<string>("CommunityId").IsRequired().HasMaxLength(64).HasColumnName("community_id");
            ticket.Property<string>("UserId").IsRequired().HasMaxLength(128).HasColumnName("user_id");
            ticket.Property<string>("DisplayName").IsRequired().HasColumnName("display_name");
            ticket.Property<string>("Locale").HasMaxLength(3).HasColumnName("locale");
            ticket.Property<string>("Region").HasMaxLength(2).HasColumnName("region");
            ticket.Property<long?>("CredentialExpiresAt").HasColumnName("credential_expires_at");
            ticket.Property<long>("ExpiresAt").HasColumnName("expires_at");
            ticket.HasKey("Hash");
            ticket.HasIndex("ExpiresAt").HasDatabaseName("ix_chat_ticket_expiry");
            ticket.ToTable("chat_ticket");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.CrisisCaseRow", crisisCase =>
        {
            crisisCase.Property<string>("Id").HasMaxLength(36).HasColumnName("id");
            crisisCase.Property<string>("CommunityId").IsRequired().HasMaxLength(64).HasColumnName("community_id");
            crisisCase.Property<string>("UserId").HasMaxLength(128).HasColumnName("user_id");
            crisisCase.Property<bool>("IsAnonymous").HasColumnName("is_anonymous");
            crisisCase.Property<int?>("OpenSlot").HasColumnName("open_slot");
            crisisCase.Property<int>("Level").HasColumnName("level");
            crisisCase.Property<int>("State").HasColumnName("state");
            crisisCase.Property<long>("RaisedAt").HasColumnName("raised_at");
            crisisCase.Property<long>("ChangedAt").HasColumnName("changed_at");
            crisisCase.Property<string>("OwnerId").HasMaxLength(128).HasColumnName("owner_id");
            crisisCase.Property<long?>("AcknowledgedAt").HasColumnName("acknowledged_at");
            crisisCase.Property<long?>("ClosedAt").HasColumnName("closed_at");
            crisisCase.Property<string>("Schedule").IsRequired().HasMaxLength(200).HasColumnName("schedule");
            crisisCase.Property<int>("Step").HasColumnName("step");
            crisisCase.Property<long?>("NextCallAt").HasColumnName("next_call_at");
            crisisCase.Property<int>("EntryCount").HasColumnName("entry_count");
            crisisCase.Property<int>("EventCount").HasColumnName("event_count");
            crisisCase.Property<long>("Version").IsConcurrencyToken().HasColumnName("version");
            crisisCase.HasKey("Id");
            crisisCase.HasIndex("UserId", "CommunityId", "OpenSlot").IsUnique().HasDatabaseName("ux_chat_crisis_case_open");
            crisisCase.HasIndex("CommunityId", "ClosedAt").HasDatabaseName("ix_chat_crisis_case_community");
            crisisCase.HasIndex("NextCallAt").HasDatabaseName("ix_chat_crisis_case_call").HasFilter("next_call_at IS NOT NULL");
            crisisCase.HasIndex("ChangedAt").HasDatabaseName("ix_chat_crisis_case_changed");
            crisisCase.ToTable("chat_crisis_case");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.CrisisEntryRow", entry =>
        {
            entry.Property<string>("CaseId").HasMaxLength(36).HasColumnName("case_id");
            entry.Property<int>("Number").HasColumnName("number");
            entry.Property<int>("Kind").HasColumnName("kind");
            entry.Property<string>("CommunityId").IsRequired().HasMaxLength(64).HasColumnName("community_id");
            entry.Property<string>("UserId").HasMaxLength(128).HasColumnName("user_id");
            entry.Property<string>("ClientKey").HasMaxLength(80).HasColumnName("client_key");
            entry.Property<bool>("IsAnonymous").HasColumnName("is_anonymous");
            entry.Property<int>("Level").HasColumnName("level");
            entry.Property<string>("ProtectedText").HasColumnName("protected_text");
            entry.Property<long>("WrittenAt").HasColumnName("written_at");
            entry.HasKey("CaseId", "Number");
            entry.HasIndex("UserId", "CommunityId", "ClientKey").IsUnique().HasDatabaseName("ux_chat_crisis_entry_key");
            entry.ToTable("chat_crisis_entry");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.CrisisEventRow", line =>
        {
            line.Property<string>("CaseId").HasMaxLength(36).HasColumnName("case_id");
            line.Property<int>("Number").HasColumnName("number");
            line.Property<int>("Kind").HasColumnName("kind");
            line.Property<int>("State").HasColumnName("state");
            line.Property<string>("ActorId").HasMaxLength(128).HasColumnName("actor_id");
            line.Property<string>("ProtectedReason").HasColumnName("protected_reason");
            line.Property<long>("At").HasColumnName("at");
            line.HasKey("CaseId", "Number");
            line.ToTable("chat_crisis_event");
        });

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.CrisisNoticeRow", notice =>
        {
            notice.Property<string>("Id").HasMaxLength(36).HasColumnName("id");
            notice.Property<string>("CaseId").IsRequired().HasMaxLength(36).HasColumnName("case_id");
            notice.Property<string>("Channel").IsRequired().HasMaxLength(64).HasColumnName("channel");
            notice.Property<string>("CommunityId").IsRequired().HasMaxLength(64).HasColumnName("community_id");
            notice.Property<int>("Kind").HasColumnName("kind");
            notice.Property<int>("Step").HasColumnName("step");
            notice.Property<int>("Level").HasColumnName("level");
            notice.Property<long>("RaisedAt").HasColumnName("raised_at");
            notice.Property<long>("CreatedAt").HasColumnName("created_at");
            notice.Property<long>("DueAt").HasColumnName("due_at");
            notice.Property<int>("Attempts").HasColumnName("attempts");
            notice.Property<string>("LeaseOwner").HasMaxLength(64).HasColumnName("lease_owner");
            notice.Property<long>("LeasedUntil").HasColumnName("leased_until");
            notice.Property<int?>("Outcome").HasColumnName("outcome");
            notice.Property<long?>("SettledAt").HasColumnName("settled_at");
            notice.HasKey("Id");
            notice.HasIndex("Channel", "DueAt").HasDatabaseName("ix_chat_crisis_notice_due").HasFilter("outcome IS NULL");
            notice.HasIndex("CaseId").HasDatabaseName("ix_chat_crisis_notice_case");
            notice.ToTable("chat_crisis_notice");
        });
    }
}
