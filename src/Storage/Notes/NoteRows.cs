using CommunityIntel.Domain.Notes;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Notes;

/// <summary>What a group commit writes of notes on days, and what an activation reads of them.</summary>
internal sealed class NoteRows
{
    public const string All = "SELECT note_id, date, text FROM date_notes WHERE guild_id = $1";

    private const string Write = """
        INSERT INTO date_notes (guild_id, note_id, date, text)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (guild_id, note_id) DO UPDATE SET date = excluded.date, text = excluded.text
        """;

    private const string Delete = """
        DELETE FROM date_notes n USING unnest($1, $2) AS v (guild_id, note_id) WHERE n.guild_id = v.guild_id AND n.note_id = v.note_id
        """;

    private readonly Columns _added = new();
    private readonly Columns _deleted = new();

    public void Clear()
    {
        _added.Clear();
        _deleted.Clear();
    }

    public void Add(GuildCommit commit)
    {
        foreach (var (id, note) in commit.Changes.Notes)
        {
            if (note is null) _deleted.Row().Big(commit.GuildId).Big(id);
            else _added.Row().Big(commit.GuildId).Big(id).Date(note.Date).Text(note.Text);
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var (columns, sql) in ((Columns, string)[])[(_added, Write), (_deleted, Delete)])
            if (!columns.IsEmpty) batch.BatchCommands.Add(columns.Command(sql));
    }

    /// <summary>The result follows the reader's current one.</summary>
    public static async Task<IReadOnlyList<DateNote>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        var notes = new List<DateNote>();
        while (await reader.ReadAsync(cancellation)) notes.Add(new DateNote(reader.GetInt64(0), reader.GetFieldValue<DateOnly>(1), reader.GetString(2)));
        return notes;
    }
}
