using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>The library's tables, as somebody would map them who wants to read them.</summary>
internal sealed class LinqPagesContext(DbContextOptions<LinqPagesContext> options) : DbContext(options)
{
    public DbSet<LinqMessage> Messages => Set<LinqMessage>();

    public DbSet<LinqCommunity> Communities => Set<LinqCommunity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.Entity<LinqMessage>().HasKey(message => new { message.No, message.Id });
}
