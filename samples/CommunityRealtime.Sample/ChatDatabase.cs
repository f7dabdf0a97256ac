using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Sample;

/// <summary>Picks the database by configuration. An app with one database writes one line instead.</summary>
internal static class ChatDatabase
{
    public static ICommunityChatBuilder AddConfiguredDatabase(this ICommunityChatBuilder chat, IConfiguration configuration)
    {
        var provider = configuration.GetValue("CommunityChat:Database:Provider", "Sqlite");
        var connection = configuration.GetConnectionString("Chat");

        return provider.ToUpperInvariant() switch
        {
            "SQLITE" => chat.AddEntityFrameworkStore(db => db.UseSqlite(connection ?? "Data Source=chat.db")),
            "POSTGRESQL" when !string.IsNullOrWhiteSpace(connection) => chat.AddEntityFrameworkStore(db => db.UseNpgsql(connection)),
            "POSTGRESQL" => throw new InvalidOperationException("Set ConnectionStrings:Chat to the PostgreSQL database to use."),
            "MEMORY" => chat,
            _ => throw new InvalidOperationException(
                $"CommunityChat:Database:Provider is '{provider}'; use Sqlite, PostgreSql or Memory."),
        };
    }
}
