using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Database;

/// <summary>An open connection with the statements that it has compiled. One caller at a time; after a failure it is used no more.</summary>
internal sealed class ReadSession(ChatSession session) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    public DbContext Context => session.Context;

    /// <summary>Opens the connection unless it is open.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (Context.Database.GetDbConnection().State != ConnectionState.Open)
        {
            await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a query whose text is the same again and again.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">Its parameters, in the same order every time.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<DbDataReader> ReadAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Only the names of tables are put together, and they come from the model.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            _commands[sql] = command;
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value;
        }

        return await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await using var _ = session.ConfigureAwait(false);
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }
    }
}
