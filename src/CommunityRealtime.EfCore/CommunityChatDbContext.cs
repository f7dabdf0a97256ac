using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore;

/// <summary>The chat's own context, for apps that keep the chat's tables apart from their own.</summary>
/// <remarks>
/// Registered by <c>AddEntityFrameworkStore(db => …)</c>. Its migrations are in this package and serve every provider; they
/// are recorded in the table <c>chat_migrations</c>. An app needs it only to point tools at, such as <c>dotnet ef migrations script</c>.
/// </remarks>
public sealed class CommunityChatDbContext : DbContext
{
    /// <summary>Makes the context.</summary>
    /// <param name="options">The provider and its connection.</param>
    public CommunityChatDbContext(DbContextOptions<CommunityChatDbContext> options)
        : base(options)
    {
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseCommunityChat();
}
