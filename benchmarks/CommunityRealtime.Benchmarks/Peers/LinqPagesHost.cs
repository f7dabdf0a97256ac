using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>History as one would write it first: a minimal API, a scoped <c>DbContext</c>, a LINQ query, and the framework's JSON.</summary>
internal static class LinqPagesHost
{
    public static async Task<WebApplication> StartAsync(string signingKey, Database database, CancellationToken cancellationToken)
    {
        var builder = ServerBuilder.Create();
        builder.Services.AddDbContext<LinqPagesContext>(database.Configure);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = PeerMessages.Names);

        var app = builder.Build();
        app.UseTokenGate(signingKey);
        app.MapGet("/api/communities/{community:int}/messages", ReadAsync);
        await app.StartAsync(cancellationToken);
        return app;
    }

    private static async Task<List<PeerMessage>> ReadAsync(
        LinqPagesContext context, int community, int limit, int? offset, long? before, CancellationToken cancellationToken)
    {
        var id = $"{community}";
        var messages = context.Messages.AsNoTracking()
            .Where(message => message.No == context.Communities.Where(row => row.CommunityId == id).Select(row => row.No).Single());
        if (before is not null)
        {
            messages = messages.Where(message => message.Id < before);
        }

        var page = await messages.OrderByDescending(message => message.Id).Skip(offset ?? 0).Take(limit).ToListAsync(cancellationToken);
        page.Reverse();
        return page.ConvertAll(message => message.ToPeerMessage(community));
    }
}
