using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>An app's own context that keeps a column of the app in the chat's tables, so that only EF Core knows how to write them.</summary>
public sealed class ExtendedContext(DbContextOptions<ExtendedContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseCommunityChat();
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.AddProperty("tenant", typeof(int));
        }
    }
}
