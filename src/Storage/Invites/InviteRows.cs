using CommunityIntel.Domain.Invites;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Invites;

/// <summary>What a group commit writes of invites, and what an activation reads of them.</summary>
internal sealed class InviteRows
{
    public const string Look = "SELECT looked_at, is_refused FROM invite_looks WHERE guild_id = $1";
    public const string Listed = "SELECT code, user_id, channel_id, uses, max_uses, created_at, expires_at FROM invites WHERE guild_id = $1 AND gone_at IS NULL";

    private const string WriteInvites = """
        INSERT INTO invites (guild_id, code, user_id, channel_id, uses, max_uses, created_at, expires_at, gone_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (guild_id, code) DO UPDATE
        SET user_id = excluded.user_id, channel_id = excluded.channel_id, uses = excluded.uses, max_uses = excluded.max_uses,
            created_at = excluded.created_at, expires_at = excluded.expires_at, gone_at = excluded.gone_at
        """;

    private const string WriteJoins = """
        INSERT INTO invite_joins_daily AS j (guild_id, date, code, joins)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (guild_id, date, code) DO UPDATE SET joins = j.joins + excluded.joins
        """;

    private const string WriteLooks = """
        INSERT INTO invite_looks (guild_id, looked_at, is_refused)
        SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (guild_id) DO UPDATE SET looked_at = excluded.looked_at, is_refused = excluded.is_refused
        """;

    private readonly Columns _invites = new();
    private readonly Columns _joins = new();
    private readonly Columns _looks = new();

    public void Clear()
    {
        _invites.Clear();
        _joins.Clear();
        _looks.Clear();
    }

    public void Add(GuildCommit commit)
    {
        var (guild, changes) = (commit.GuildId, commit.Changes);
        foreach (var ((code, maker, channel, uses, most, createdAt, expiresAt), goneAt) in changes.Invites.Values)
            _invites.Row().Big(guild).Text(code).Big(maker).Big(channel).Int(uses).Int(most).Time(createdAt).Time(expiresAt).Time(goneAt);
        foreach (var ((date, code), joins) in changes.InviteJoins) _joins.Row().Big(guild).Date(date).Text(code).Int(joins);
        if (changes.InviteLook is { } look) _looks.Row().Big(guild).Time(look.AtMs).Flag(look.IsRefused);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var (columns, sql) in ((Columns, string)[])[(_invites, WriteInvites), (_joins, WriteJoins), (_looks, WriteLooks)])
            if (!columns.IsEmpty) batch.BatchCommands.Add(columns.Command(sql));
    }

    /// <summary>The two results follow the reader's current one.</summary>
    public static async Task<(InviteLook? Look, IReadOnlyList<Invite> Listed)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        var look = await reader.ReadAsync(cancellation) ? new InviteLook(UnixMs(reader.GetDateTime(0)), reader.GetBoolean(1)) : null;
        await reader.NextResultAsync(cancellation);
        var listed = new List<Invite>();
        while (await reader.ReadAsync(cancellation))
        {
            listed.Add(new Invite(
                reader.GetString(0), reader.BigOrNull(1), reader.BigOrNull(2), reader.GetInt32(3), reader.GetInt32(4), UnixMs(reader.GetDateTime(5)),
                reader.IsDBNull(6) ? null : UnixMs(reader.GetDateTime(6))));
        }

        return (look, listed);
    }

    private static long UnixMs(DateTime utc) => new DateTimeOffset(utc).ToUnixTimeMilliseconds();
}
