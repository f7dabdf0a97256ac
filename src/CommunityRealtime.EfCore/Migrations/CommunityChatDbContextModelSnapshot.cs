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

        modelBuilder.Entity("CommunityRealtime.EfCore.Model.CrisisCaseRow", crisisCase =>
        {
            crisisCase.Property<string>("Id").HasMaxLength(36).HasColumnName("id");
            crisisCase.Property<string>("CommunityId").IsRequired().HasMaxLength(64).HasColumnName("community_id");
            crisisCase.Property<string>("UserId").IsRequired().HasMaxLength(128).HasColumnName("user_id");
            crisisCase.Property<string>("ClientKey").HasMaxLength(80).HasColumnName("client_key");
            crisisCase.Property<bool>("IsAnonymous").HasColumnName("is_anonymous");
            crisisCase.Property<int>("Level").HasColumnName("level");
            crisisCase.Property<string>("ProtectedText").IsRequired().HasColumnName("protected_text");
            crisisCase.Property<long>("RaisedAt").HasColumnName("raised_at");
            crisisCase.HasKey("Id");
            crisisCase.HasIndex("UserId", "CommunityId", "ClientKey").IsUnique().HasDatabaseName("ux_chat_crisis_case_key");
            crisisCase.ToTable("chat_crisis_case");
        });
    }
}
