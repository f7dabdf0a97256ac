using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>Somebody else's transaction that keeps every community's counter until it is disposed, so that appends gather behind it.</summary>
internal sealed class HeldDatabase : IAsyncDisposable
{
    private readonly DbContext _context;
    private readonly IDbContextTransaction _transaction;

    private HeldDatabase(DbContext context, IDbContextTransaction transaction)
    {
        _context = context;
        _transaction = transaction;
    }

    public static async Task<HeldDatabase> HoldAsync(ChatServices chat)
    {
        var context = chat.CreateContext();
        var transaction = await context.Database.BeginTransactionAsync();
        await context.Database.ExecuteSqlAsync($"UPDATE chat_head SET last = last");
        return new HeldDatabase(context, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _context.DisposeAsync();
    }
}
