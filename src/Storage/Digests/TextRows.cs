using CommunityIntel.Domain;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Digests;

/// <summary>
/// What a group commit writes of message texts. A text goes before the digests that rest on it are looked for: whoever stores a digest holds its texts
/// until it is stored (<see cref="DigestStore"/>), so that neither misses the other.
/// </summary>
internal sealed class TextRows
{
    private const string Insert = """
        INSERT INTO message_texts (guild_id, message_id, channel_id, user_id, reply_to_id, created_at, expires_on, text)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO NOTHING
        """;

    private const string Edit = """
        UPDATE message_texts t SET text = v.text FROM unnest($1, $2, $3) AS v (guild_id, message_id, text)
        WHERE t.guild_id = v.guild_id AND t.message_id = v.message_id AND t.text <> v.text
        """;

    private const string EditSources = """
        DELETE FROM digest_sources s USING unnest($1, $2, $3) AS v (guild_id, message_id, text)
        WHERE s.guild_id = v.guild_id AND s.message_id = v.message_id AND s.text_hash <> hashtextextended(v.text, 0)
        """;

    private readonly Columns _added = new();
    private readonly Columns _edited = new();
    private readonly Columns _settings = new();
    private readonly Columns _kept = new();

    // What is gone, by the column that names it.
    private readonly (string Column, Columns Rows)[] _gone = [("message_id", new()), ("channel_id", new()), ("user_id", new())];

    public void Clear()
    {
        foreach (var columns in (Columns[])[_added, _edited, _settings, _kept, .. _gone.Select(g => g.Rows)]) columns.Clear();
    }

    public void Add(GuildCommit commit)
    {
        var (guild, texts) = (commit.GuildId, commit.Changes.Texts);
        foreach (var (message, expiresOn) in texts.Added.Values)
        {
            _added.Row().Big(guild).Big(message.MessageId).Big(message.ChannelId).Big(message.AuthorId).Big(message.ReplyToId)
                .Time(Snowflake.UnixMsOf(message.MessageId)).Date(expiresOn).Text(message.Text);
        }

        foreach (var (messageId, text) in texts.Edited) _edited.Row().Big(guild).Big(messageId).Text(text);
        foreach (var id in texts.Deleted) _gone[0].Rows.Row().Big(guild).Big(id);
        foreach (var id in texts.ChannelsGone) _gone[1].Rows.Row().Big(guild).Big(id);
        foreach (var id in texts.AuthorsGone) _gone[2].Rows.Row().Big(guild).Big(id);
        if (commit.Changes.Digests is not { } d) return;
        _settings.Row().Big(guild).Text(DigestSettingsRow.ToJson(d.Settings)).Int(d.Version);
        _kept.Row().Big(guild).Text(string.Join(',', d.KeptChannelIds)).Int(d.Settings.KeepDays).Time(d.AtMs);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        AddUnlessEmpty(_settings, DigestSettingsRow.Write);
        AddUnlessEmpty(_kept, "SELECT keep_texts(guild_id, string_to_array(channels, ',')::bigint[], days, at) FROM unnest($1, $2, $3, $4) AS v (guild_id, channels, days, at)");
        AddUnlessEmpty(_added, Insert);
        AddUnlessEmpty(_edited, Edit);
        AddUnlessEmpty(_edited, EditSources);
        foreach (var (column, rows) in _gone)
            foreach (var table in (string[])["message_texts", "digest_sources"])
                AddUnlessEmpty(rows, $"DELETE FROM {table} t USING unnest($1, $2) AS v (guild_id, id) WHERE t.guild_id = v.guild_id AND t.{column} = v.id");

        void AddUnlessEmpty(Columns columns, string sql)
        {
            if (!columns.IsEmpty) batch.BatchCommands.Add(columns.Command(sql));
        }
    }
}
