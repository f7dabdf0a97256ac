using System.Data.Common;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Reading;

/// <summary>Reads pages as ranges of the primary key: on SQLite and PostgreSQL without entities in between, elsewhere by EF Core.</summary>
/// <remarks>One instance serves the whole process; every member may be called at the same time as any other.</remarks>
internal sealed class PageReader(ReadSessions sessions)
{
    private readonly KnownStatements<PageStatements> _statements = new(
        context => ChatTables.Find(context) is { } tables ? new PageStatements(tables) : null);

    /// <summary>Reads a page, oldest first.</summary>
    public async Task<List<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        var messages = await sessions.RunAsync(
            (session, token) => _statements.For(session.Context) is { } statements
                ? ReadRowsAsync(session, statements, query, token)
                : ReadEntitiesAsync(session.Context, query, token),
            cancellationToken).ConfigureAwait(false);
        if (query.AfterId is null)
        {
            // It was read from its newer end.
            messages.Reverse();
        }

        return messages;
    }

    private static async Task<List<StoredMessage>> ReadRowsAsync(
        ReadSession session, PageStatements statements, MessageQuery query, CancellationToken cancellationToken)
    {
        var (sql, parameters) = statements.For(query);
        var reader = await session.ReadAsync(sql, parameters, cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);

        var messages = new List<StoredMessage>(Math.Min(query.Limit, 256));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            messages.Add(ToMessage(reader, query.Community));
        }

        return messages;
    }

    private static async Task<List<StoredMessage>> ReadEntitiesAsync(DbContext context, MessageQuery query, CancellationToken cancellationToken)
    {
        var rows = await PortablePage.Of(context, query).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToMessage(query.Community));
    }

    private static StoredMessage ToMessage(DbDataReader row, CommunityId community)
    {
        // An erased author becomes the empty id.
        UserId.TryCreate(row.IsDBNull(1) ? null : row.GetString(1), out var author);
        var flags = (MessageFlags)row.GetInt32(3);
        return new StoredMessage
        {
            Id = row.GetInt64(0),
            Community = community,
            Author = author,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            IsAnonymous = flags.HasFlag(MessageFlags.Anonymous),
            DisplayName = row.IsDBNull(4) ? null : row.GetString(4),
            Content = row.GetString(5),
        };
    }
}
