using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Append;

internal sealed class NaiveContext(DbContextOptions<NaiveContext> options) : DbContext(options)
{
    public DbSet<NaiveMessage> Messages => Set<NaiveMessage>();

    public DbSet<NaiveCounter> Counters => Set<NaiveCounter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.Entity<NaiveMessage>().HasIndex(message => new { message.CommunityId, message.CreatedAt });
}
