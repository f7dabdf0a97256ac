using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Database;

/// <summary>Statements made of the names of the chat's tables, once for the process, where SQL of the library's own can be used at all.</summary>
internal sealed class KnownStatements<TStatements>(Func<DbContext, TStatements?> make)
    where TStatements : class
{
    private readonly Lock _lock = new();
    private TStatements? _statements;
    private bool _isMade;

    /// <summary>The statements; <see langword="null"/> for providers and tables that are EF Core's business.</summary>
    public TStatements? For(DbContext context)
    {
        lock (_lock)
        {
            if (!_isMade)
            {
                var provider = context.Database.ProviderName;
                _statements = Providers.IsSqlite(provider) || Providers.IsPostgres(provider) ? make(context) : null;
                _isMade = true;
            }

            return _statements;
        }
    }
}
