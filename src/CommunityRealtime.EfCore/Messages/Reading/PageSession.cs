using System.Data.Common;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Reading;

/// <summary>Reads pages over one open connection, straight from the database's reader into messages. One page at a time; after a failure it is used no more.</summary>
internal sealed class PageSession(ChatSession session, PageStatements statements) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>Opens the connection.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => session.Context.Database.OpenConnectionAsync(cancellationToken);

    /// <summary>Reads a page, the messages nearest to its position first.</summary>
    public async Task<List<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        var (sql, position) = statements.For(query);
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = PageStatements.Create(session.Context.Database.GetDbConnection(), sql);
            PageStatements.Set(command, query, position);
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        PageStatements.Set(command, query, position);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);

        var messages = new List<StoredMessage>(Math.Min(query.Limit, 256));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            messages.Add(Read(reader, query.Community));
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await using var _ = session.ConfigureAwait(false);
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static StoredMessage Read(DbDataReader row, CommunityId community)
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
