using System.Data.Common;
using CommunityRealtime.EfCore.Messages.Appending;
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

    /// <summary>The statement for a page, and its position. The messages nearest to it come first.</summary>
    public (string Sql, long Position) For(MessageQuery query) => query switch
    {
        { AfterId: { } after } => (_after, Math.Max(after, 0)),
        { BeforeId: { } before } => (_before, before),
        _ => (_newest, query.Offset),
    };

    /// <summary>Makes a command that is used again and again.</summary>
    public static DbCommand Create(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the names of tables are put together, and they come from the model.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in (string[])["@community", "@position", "@limit"])
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Sets which page a command reads.</summary>
    public static void Set(DbCommand command, MessageQuery query, long position)
    {
        command.Parameters[0].Value = query.Community.Value;
        command.Parameters[1].Value = position;
        command.Parameters[2].Value = (long)query.Limit;
    }
}
