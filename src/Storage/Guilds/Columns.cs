using System.Collections;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Guilds;

/// <summary>Rows held column by column, ready to be array parameters. Every row fills the same columns in the same order.</summary>
internal sealed class Columns
{
    private readonly List<(IList Values, NpgsqlDbType Type)> _columns = [];
    private int _next;

    public bool IsEmpty => _columns.Count == 0 || _columns[0].Values.Count == 0;

    public void Clear()
    {
        foreach (var (values, _) in _columns) values.Clear();
    }

    public Columns Row()
    {
        _next = 0;
        return this;
    }

    public Columns Big(long value) => Add(value, NpgsqlDbType.Bigint);

    public Columns Big(long? value) => Add(value, NpgsqlDbType.Bigint);

    public Columns Int(int value) => Add(value, NpgsqlDbType.Integer);

    public Columns Small(short value) => Add(value, NpgsqlDbType.Smallint);

    public Columns Text(string? value) => Add(value, NpgsqlDbType.Text);

    public Columns Flag(bool value) => Add(value, NpgsqlDbType.Boolean);

    public Columns Date(DateOnly value) => Add(value, NpgsqlDbType.Date);

    public Columns Date(DateOnly? value) => Add(value, NpgsqlDbType.Date);

    public Columns Time(DateTime value) => Add(value, NpgsqlDbType.TimestampTz);

    public Columns Time(long unixMs) => Add(DateTime.UnixEpoch.AddMilliseconds(unixMs), NpgsqlDbType.TimestampTz);

    public Columns Time(long? unixMs) => Add(unixMs is { } ms ? DateTime.UnixEpoch.AddMilliseconds(ms) : (DateTime?)null, NpgsqlDbType.TimestampTz);

    /// <summary>The columns become $1, $2, …; those of <paramref name="more"/> follow.</summary>
    public NpgsqlBatchCommand Command(string sql, Columns? more = null)
    {
        var command = new NpgsqlBatchCommand(sql);
        AddParameters(command);
        more?.AddParameters(command);
        return command;
    }

    /// <summary>Declares the columns of an empty set, so that a statement over it has its parameters.</summary>
    public Columns Declare(params (IList Values, NpgsqlDbType Type)[] columns)
    {
        _columns.AddRange(columns);
        return this;
    }

    private void AddParameters(NpgsqlBatchCommand command)
    {
        foreach (var (values, type) in _columns)
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private Columns Add<T>(T value, NpgsqlDbType type)
    {
        if (_next == _columns.Count) _columns.Add((new List<T>(), type));
        ((List<T>)_columns[_next++].Values).Add(value);
        return this;
    }
}
