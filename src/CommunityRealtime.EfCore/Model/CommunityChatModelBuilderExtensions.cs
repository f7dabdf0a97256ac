using CommunityRealtime;
using CommunityRealtime.Authentication;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds the tables of the community chat to an app's own model.</summary>
public static class CommunityChatModelBuilderExtensions
{
    /// <summary>Adds the chat's tables (<c>chat_head</c>, <c>chat_message</c>, <c>chat_member</c>, <c>chat_ticket</c>, and four that begin with <c>chat_crisis_</c>) to the model.</summary>
    /// <remarks>
    /// Call it in <c>OnModelCreating</c> of the context that is given to <c>AddEntityFrameworkStore&lt;TContext&gt;()</c>, then add
    /// a migration. Defaults that the app sets for all its columns (a length for all strings, for example) hold here too.
    /// </remarks>
    /// <param name="modelBuilder">The app's model.</param>
    /// <returns><paramref name="modelBuilder"/>.</returns>
    public static ModelBuilder UseCommunityChat(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        // Names are given one by one, so that the tables look the same whatever naming convention the app has.
        modelBuilder.Entity<CommunityRow>(Configure);
        modelBuilder.Entity<MessageRow>(Configure);
        modelBuilder.Entity<MemberRow>(Configure);
        modelBuilder.Entity<TicketRow>(Configure);
        modelBuilder.Entity<CrisisCaseRow>(CrisisTables.Configure);
        modelBuilder.Entity<CrisisEntryRow>(CrisisTables.Configure);
        modelBuilder.Entity<CrisisEventRow>(CrisisTables.Configure);
        modelBuilder.Entity<CrisisNoticeRow>(CrisisTables.Configure);
        return modelBuilder;
    }

    private static void Configure(EntityTypeBuilder<CommunityRow> community)
    {
        community.ToTable("chat_head");
        community.HasKey(row => row.No);
        community.HasIndex(row => row.CommunityId).IsUnique().HasDatabaseName("ux_chat_head_community");
        community.Property(row => row.No).HasColumnName("no").ValueGeneratedNever();
        community.Property(row => row.CommunityId).HasColumnName("community_id").HasMaxLength(CommunityId.MaxLength);
        community.Property(row => row.Epoch).HasColumnName("epoch");
        community.Property(row => row.Last).HasColumnName("last");
        community.Property(row => row.First).HasColumnName("first");
    }

    private static void Configure(EntityTypeBuilder<MessageRow> message)
    {
        message.ToTable("chat_message");
        message.HasKey(row => new { row.No, row.Id });

        // The author comes first: the same index finds all messages of one user.
        message.HasIndex(row => new { row.UserId, row.No, row.ClientKey }).IsUnique().HasDatabaseName("ux_chat_message_key");
        message.HasIndex(row => new { row.No, row.Change }).HasDatabaseName("ix_chat_message_change")
            .HasFilter("change IS NOT NULL");
        message.Property(row => row.No).HasColumnName("no").ValueGeneratedNever();
        message.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
        message.Property(row => row.Change).HasColumnName("change");
        message.Property(row => row.UserId).HasColumnName("user_id").HasMaxLength(UserId.MaxLength);
        message.Property(row => row.ClientKey).HasColumnName("client_key").HasMaxLength(MessageDraft.MaxClientIdLength);
        message.Property(row => row.CreatedAt).HasColumnName("created_at");
        message.Property(row => row.Flags).HasColumnName("flags");
        message.Property(row => row.DisplayName).HasColumnName("display_name");
        message.Property(row => row.Content).HasColumnName("content");
    }

    private static void Configure(EntityTypeBuilder<MemberRow> member)
    {
        member.ToTable("chat_member");
        member.HasKey(row => new { row.CommunityId, row.UserId });
        member.Property(row => row.CommunityId).HasColumnName("community_id").HasMaxLength(CommunityId.MaxLength);
        member.Property(row => row.UserId).HasColumnName("user_id").HasMaxLength(UserId.MaxLength);
        member.Property(row => row.Status).HasColumnName("status");
        member.Property(row => row.Role).HasColumnName("role");
        member.Property(row => row.DisplayName).HasColumnName("display_name");
    }

    private static void Configure(EntityTypeBuilder<TicketRow> ticket)
    {
        ticket.ToTable("chat_ticket");
        ticket.HasKey(row => row.Hash);
        ticket.HasIndex(row => row.ExpiresAt).HasDatabaseName("ix_chat_ticket_expiry");
        ticket.Property(row => row.Hash).HasColumnName("hash").HasMaxLength(StoredTicket.HashLength).ValueGeneratedNever();
        ticket.Property(row => row.CommunityId).HasColumnName("community_id").HasMaxLength(CommunityId.MaxLength);
        ticket.Property(row => row.UserId).HasColumnName("user_id").HasMaxLength(UserId.MaxLength);
        ticket.Property(row => row.DisplayName).HasColumnName("display_name");
        ticket.Property(row => row.Locale).HasColumnName("locale").HasMaxLength(3);
        ticket.Property(row => row.Region).HasColumnName("region").HasMaxLength(2);
        ticket.Property(row => row.CredentialExpiresAt).HasColumnName("credential_expires_at");
        ticket.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
