using System.Data.Common;

namespace CommunityRealtime.EfCore.Database;

/// <summary>Tells a database that did not answer, or refused, from a mistake in the program.</summary>
internal static class DatabaseFailure
{
    /// <summary>Whether an exception comes from the database, however EF Core and its retry strategies wrapped it.</summary>
    public static bool Is(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            return false;
        }

        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException or TimeoutException or IOException)
            {
                return true;
            }
        }

        return false;
    }
}
