namespace CommunityRealtime.EfCore.Database;

/// <summary>The names of the providers that some statements are written for. None of them is referenced.</summary>
internal static class Providers
{
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";

    private const string Postgres = "Npgsql.EntityFrameworkCore.PostgreSQL";

    public static bool IsSqlite(string? provider) => string.Equals(provider, Sqlite, StringComparison.Ordinal);

    public static bool IsPostgres(string? provider) => string.Equals(provider, Postgres, StringComparison.Ordinal);
}
