using System.Data;
using System.Data.Common;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Stores batches in SQLite, row by row with statements that are compiled once. SQLite works in this process, so a row costs no trip.</summary>
internal sealed class SqliteBatchStore : BatchStore
{
    private readonly DbContext _context;
    private readonly SqliteStatement _findHead;
    private readonly SqliteStatement _addHead;
    private readonly SqliteStatement _updateHead;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _find;
    private readonly Dictionary<CommunityId, Head> _heads = [];

    public SqliteBatchStore(DbContext context, ChatTables tables)
    {
        _context = context;
        var connection = context.Database.GetDbConnection();
        _findHead = new(connection, $"SELECT no, last FROM {tables.Heads} WHERE community_id = @community", "@community");
        _addHead = new(
            connection,
            $"""
            INSERT INTO {tables.Heads} (no, community_id, epoch, last, first)
            VALUES ((SELECT coalesce(max(no), 0) + 1 FROM {tables.Heads}), @community, @epoch, 0, 1) RETURNING no, last
            """,
            "@community",
            "@epoch");
        _updateHead = new(connection, $"UPDATE {tables.Heads} SET last = @last WHERE no = @no", "@last", "@no");
        _insert = new(
            connection,
            $"""
            INSERT INTO {tables.Messages} (no, id, user_id, client_key, created_at, flags, display_name, content)
            VALUES (@no, @id, @user, @key, @at, @flags, @name, @content) ON CONFLICT (user_id, no, client_key) DO NOTHING
            """,
            "@no",
            "@id",
            "@user",
            "@key",
            "@at",
            "@flags",
            "@name",
            "@content");
        _find = new(
            connection,
            $"""
            SELECT id, created_at, flags, display_name, content FROM {tables.Messages}
            WHERE user_id = @user AND no = @no AND client_key = @key
            """,
            "@user",
            "@no",
            "@key");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        foreach (var statement in new[] { _findHead, _addHead, _updateHead, _insert, _find })
        {
            await statement.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override Task RunAsync(IReadOnlyList<PendingAppend> appends, CancellationToken cancellationToken)
        => _context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                // Immediate, whatever level is stated: the lock is taken here and not half way, where waiting for it would be too late.
                Phase = BatchPhase.Beginning;
                var transaction = await _context.Database.BeginTransactionAsync(IsolationLevel.Serializable, token).ConfigureAwait(false);
                await using var _ = transaction.ConfigureAwait(false);

                Phase = BatchPhase.Writing;
                Write(appends, transaction.GetDbTransaction());

                BeginCommit(appends);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            },
            cancellationToken);

    private void Write(IReadOnlyList<PendingAppend> appends, DbTransaction transaction)
    {
        // Read anew in every transaction: another process may have written meanwhile.
        _heads.Clear();
        for (var i = 0; i < appends.Count; i++)
        {
            Write(appends[i], transaction);
        }

        foreach (var head in _heads.Values.Where(head => head.Last > head.First))
        {
            _updateHead.Set(0, head.Last).Set(1, head.No).Execute(transaction);
        }
    }

    private void Write(PendingAppend append, DbTransaction transaction)
    {
        var draft = append.Draft;
        if (!_heads.TryGetValue(draft.Community, out var head))
        {
            _heads.Add(draft.Community, head = FindOrAddHead(draft.Community, transaction));
        }

        if (TryInsert(append, head, transaction))
        {
            append.Stored(++head.Last);
        }
        else if (append.Failure is null)
        {
            append.Met(Find(draft, head.No, transaction));
        }
    }

    private bool TryInsert(PendingAppend append, Head head, DbTransaction transaction)
    {
        var draft = append.Draft;
        _insert.Set(0, head.No).Set(1, head.Last + 1).Set(2, draft.Author.Value).Set(3, draft.ClientId)
            .Set(4, draft.CreatedAt.ToUnixTimeMilliseconds())
            .Set(5, (long)(draft.IsAnonymous ? MessageFlags.Anonymous : MessageFlags.None))
            .Set(6, draft.IsAnonymous ? null : draft.DisplayName).Set(7, draft.Content);
        try
        {
            return _insert.Execute(transaction) > 0;
        }
        catch (DbException exception)
        {
            // The others go on. Where SQLite has ended the whole transaction, the next statement says so.
            append.Failed(exception);
            return false;
        }
    }

    private Head FindOrAddHead(CommunityId community, DbTransaction transaction)
    {
        using (var found = _findHead.Set(0, community.Value).Read(transaction))
        {
            if (found.Read())
            {
                return new Head(found.GetInt64(0), found.GetInt64(1));
            }
        }

        using var added = _addHead.Set(0, community.Value).Set(1, CommunityCounters.NewEpoch()).Read(transaction);
        added.Read();
        return new Head(added.GetInt64(0), added.GetInt64(1));
    }

    private StoredMessage Find(MessageDraft draft, long no, DbTransaction transaction)
    {
        using var found = _find.Set(0, draft.Author.Value).Set(1, no).Set(2, draft.ClientId).Read(transaction);
        found.Read();
        return new StoredMessage
        {
            Id = found.GetInt64(0),
            Community = draft.Community,
            Author = draft.Author,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(found.GetInt64(1)),
            IsAnonymous = ((MessageFlags)found.GetInt64(2)).HasFlag(MessageFlags.Anonymous),
            IsWithheld = ((MessageFlags)found.GetInt64(2)).HasFlag(MessageFlags.Withheld),
            DisplayName = found.IsDBNull(3) ? null : found.GetString(3),
            Content = found.GetString(4),
        };
    }

    /// <summary>A community's counter while the transaction runs.</summary>
    private sealed class Head(long no, long first)
    {
        public long No => no;

        /// <summary>Where the counter stood before.</summary>
        public long First { get; } = first;

        public long Last { get; set; } = first;
    }
}
