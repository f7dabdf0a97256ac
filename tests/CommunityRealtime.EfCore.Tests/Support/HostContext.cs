using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>An app's own context, with a table of the app beside those of the chat.</summary>
public sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
{
    public DbSet<Shop> Shops => Set<Shop>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseCommunityChat();

    public sealed class Shop
    {
        public int Id { get; init; }

        public required string Name { get; init; }
    }
}
