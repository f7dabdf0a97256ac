using CommunityRealtime.EfCore.Database;
using CommunityRealtime.Messages;

namespace CommunityRealtime.EfCore.Messages.Reading;

/// <summary>The statements that read a page, each a range of the primary key, for SQLite and PostgreSQL alike.</summary>
internal sealed class PageStatements
{
    private readonly string _newest;
    private readonly string _before;
    private readonly string _after;

    public PageStatements(ChatTables tables)
    {
        // A scalar sub-query, not a join: after a join the database would sort the whole range before it takes a page. Below 1 are
        // the retry keys of messages that are withheld.
        var page = $"""
            SELECT id, user_id, created_at, flags, display_name, content FROM {tables.Messages}
            WHERE no = (SELECT no FROM {tables.Heads} WHERE community_id = @community)
            """;
        _newest = $"{page} AND id > 0 ORDER BY id DESC LIMIT @limit OFFSET @position";
        _before = $"{page} AND id > 0 AND id < @position ORDER BY id DESC LIMIT @limit";
        _after = $"{page} AND id > @position ORDER BY id LIMIT @limit";
    }

    /// <summary>The query for a page, with its parameters. The messages nearest to its position come first.</summary>
    public (string Sql, (string Name, object Value)[] Parameters) For(MessageQuery query)
    {
        var (sql, position) = query switch
        {
            { AfterId: { } after } => (_after, Math.Max(after, 0)),
            { BeforeId: { } before } => (_before, before),
            _ => (_newest, query.Offset),
        };
        return (sql, [("@community", query.Community.Value), ("@position", position), ("@limit", (long)query.Limit)]);
    }
}
