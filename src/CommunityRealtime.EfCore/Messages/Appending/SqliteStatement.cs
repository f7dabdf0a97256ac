using System.Data.Common;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>A statement that SQLite compiles at its first use and keeps.</summary>
internal sealed class SqliteStatement : IAsyncDisposable
{
    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    public SqliteStatement(DbConnection connection, string sql, params string[] parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the names of tables are put together, and they come from the model.
        _command.CommandText = sql;
#pragma warning restore CA2100
        _parameters = [.. parameters.Select(name =>
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
            return parameter;
        })];
    }

    public SqliteStatement Set(int parameter, object? value)
    {
        _parameters[parameter].Value = value ?? DBNull.Value;
        return this;
    }

    public int Execute(DbTransaction transaction)
    {
        _command.Transaction = transaction;
        return _command.ExecuteNonQuery();
    }

    public DbDataReader Read(DbTransaction transaction)
    {
        _command.Transaction = transaction;
        return _command.ExecuteReader();
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
