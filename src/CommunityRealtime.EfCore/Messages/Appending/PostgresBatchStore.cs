using System.Data.Common;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Stores batches in PostgreSQL in one trip: lock, look-up, numbering, insert and commit, whatever the number of messages.</summary>
internal sealed class PostgresBatchStore : BatchStore
{
    /// <summary>
    /// A number or a retry key is taken, in spite of the lock: the community's counter was made after the lock was asked for, by another server
    /// that uses it already.
    /// </summary>
    private const string UniqueViolation = "23505";

    private readonly DbContext _context;
    private readonly DbBatch _batch;
    private readonly PostgresColumns _columns = new();
    private readonly List<PendingAppend> _missing = [];
    private bool _prepared;

    public PostgresBatchStore(DbContext context, ChatTables tables)
    {
        _context = context;

        // Without BEGIN and COMMIT a batch is one transaction, and after an error the connection is clean.
        _batch = context.Database.GetDbConnection().CreateBatch();

        // The level is stated since a host may have made another one the default, under which rivals fail instead of waiting.
        Add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");

        // Planning anew for every length of the arrays would take longer than storing a message.
        Add("SET LOCAL plan_cache_mode = force_generic_plan");

        // Counters are locked in one order everywhere, or two servers could wait for each other. A statement of its own, because
        // a look-up in this one would not see what the holder of the lock before it stored.
        Add($"SELECT 1 FROM {tables.Heads} WHERE community_id = ANY($1) ORDER BY no FOR UPDATE", _columns.Communities);

        // The look-up is lateral with OFFSET 0, so that it stays a look-up by index with a plan that was made for a small table.
        Add(
            $"""
            WITH heads AS MATERIALIZED (
              SELECT no, last, community_id FROM {tables.Heads} WHERE community_id = ANY($1)),
            incoming AS MATERIALIZED (
              SELECT d.*, h.no, h.last, e.id AS earlier, e.created_at AS e_created_at, e.flags AS e_flags,
                     e.display_name AS e_display_name, e.content AS e_content
              FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::int[], $7::text[], $8::text[]) WITH ORDINALITY
                AS d (community, user_id, client_key, created_at, flags, display_name, content, ord)
              JOIN heads h ON h.community_id = d.community
              LEFT JOIN LATERAL (
                SELECT m.id, m.created_at, m.flags, m.display_name, m.content FROM {tables.Messages} m
                WHERE m.user_id = d.user_id AND m.no = h.no AND m.client_key = d.client_key OFFSET 0) e ON true),
            fresh AS MATERIALIZED (
              SELECT i.*, i.last + row_number() OVER (PARTITION BY i.no ORDER BY i.ord) AS id
              FROM incoming i WHERE i.earlier IS NULL),
            inserted AS (
              INSERT INTO {tables.Messages} (no, id, user_id, client_key, created_at, flags, display_name, content)
              SELECT no, id, user_id, client_key, created_at, flags, display_name, content FROM fresh),
            advanced AS (
              UPDATE {tables.Heads} h SET last = n.last
              FROM (SELECT no, max(id) AS last FROM fresh GROUP BY no) n WHERE h.no = n.no)
            SELECT ord, id, false, NULL::bigint, NULL::int, NULL::text, NULL::text FROM fresh
            UNION ALL
            SELECT ord, earlier, true, e_created_at, e_flags, e_display_name, e_content FROM incoming WHERE earlier IS NOT NULL
            """,
            _columns.Communities,
            _columns.CommunityOfEach,
            _columns.Authors,
            _columns.ClientIds,
            _columns.Times,
            _columns.Flags,
            _columns.DisplayNames,
            _columns.Contents);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _batch.DisposeAsync().ConfigureAwait(false);
    }

    public override BatchFailure Explain(Exception exception)
    {
        if (Phase != BatchPhase.Committing)
        {
            return base.Explain(exception);
        }

        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { SqlState: { } state })
            {
                return state == UniqueViolation ? BatchFailure.Overtaken
                    : MayHaveEndedOtherwise(state) ? BatchFailure.Unanswered
                    : BatchFailure.Refused;
            }
        }

        return DatabaseFailure.Is(exception) ? BatchFailure.Unanswered : BatchFailure.Refused;
    }

    protected override async Task RunAsync(IReadOnlyList<PendingAppend> appends, CancellationToken cancellationToken)
    {
        await StoreKnownAsync(appends, cancellationToken).ConfigureAwait(false);
        while (appends.Any(append => append.Result is null))
        {
            // Communities without a counter yet, which happens once in the life of each. The others are committed, whatever happens now.
            _missing.Clear();
            foreach (var append in appends)
            {
                append.MayBeStored |= append.Result is not null;
                if (append.Result is null)
                {
                    _missing.Add(append);
                }
            }

            foreach (var community in _missing.Select(append => append.Draft.Community.Value).Distinct(StringComparer.Ordinal))
            {
                await CommunityCounters.AddAsync(_context, community, cancellationToken).ConfigureAwait(false);
            }

            await StoreKnownAsync(_missing, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A broken line, a crash, a cancelled statement, a rival: all of them pass, and repeating is safe.</summary>
    private static bool MayHaveEndedOtherwise(string sqlState)
    {
        const string ConnectionException = "08";
        const string TransactionRollback = "40";
        const string OperatorIntervention = "57";
        const string LockNotAvailable = "55P03";
        return sqlState == LockNotAvailable
            || sqlState[..2] is ConnectionException or TransactionRollback or OperatorIntervention;
    }

    /// <summary>Stores the messages whose community has a counter; the others keep having no result.</summary>
    private async Task StoreKnownAsync(IReadOnlyList<PendingAppend> appends, CancellationToken cancellationToken)
    {
        _columns.Fill(appends);
        if (!_prepared)
        {
            await _batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _prepared = true;
        }

        Phase = BatchPhase.Committing;
        var reader = await _batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);

        // Past the rows of the lock to those of the messages, and then to the end: only there a failed commit shows.
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Read(reader, appends[(int)reader.GetInt64(0) - 1]);
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Read(DbDataReader row, PendingAppend append)
    {
        var id = row.GetInt64(1);
        var wasThere = row.GetBoolean(2);
        if (!wasThere)
        {
            append.Stored(id);
            return;
        }

        append.Met(new StoredMessage
        {
            Id = id,
            Community = append.Draft.Community,
            Author = append.Draft.Author,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
            IsAnonymous = ((MessageFlags)row.GetInt32(4)).HasFlag(MessageFlags.Anonymous),
            IsWithheld = ((MessageFlags)row.GetInt32(4)).HasFlag(MessageFlags.Withheld),
            DisplayName = row.IsDBNull(5) ? null : row.GetString(5),
            Content = row.GetString(6),
        });
    }

    private void Add(string sql, params object[] parameters)
    {
        var command = _batch.CreateBatchCommand();
#pragma warning disable CA2100 // Only the names of tables are put together, and they come from the model.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        _batch.BatchCommands.Add(command);
    }
}
