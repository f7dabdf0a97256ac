using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>Makes databases of one kind.</summary>
public interface ITestDatabases
{
    /// <summary>An empty database that nobody else uses.</summary>
    Task<Action<DbContextOptionsBuilder>> CreateAsync();

    /// <summary>Stores that may be shared by tests with communities of their own.</summary>
    Task<ChatServices> SharedAsync();

    /// <summary>The stores of another process on the database of <see cref="SharedAsync"/>.</summary>
    Task<ChatServices> OtherAsync();
}
