using CommunityIntel.Domain.Rewards;
using CommunityIntel.Storage.Guilds;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Rewards;

/// <summary>What a group commit writes of roles, of rewards and of looking through them; part of the one transaction.</summary>
internal sealed class RewardRows
{
    private readonly Columns _roles = new();
    private readonly Columns _bots = new();
    private readonly Columns _settings = new();
    private readonly Columns _rewards = new();
    private readonly Columns _repairs = new();
    private readonly List<long> _changed = [];

    public void Clear()
    {
        foreach (var columns in (Columns[])[_roles, _bots, _settings, _rewards, _repairs]) columns.Clear();
        _changed.Clear();
    }

    public void Add(GuildCommit commit)
    {
        var (guild, changes) = (commit.GuildId, commit.Changes);
        foreach (var r in changes.Roles.Values)
            _roles.Row().Big(guild).Big(r.Id).Text(r.Name).Int(r.Position).Big(unchecked((long)r.Permissions)).Flag(r.IsManaged).Int(r.Color).Flag(r.IsDeleted);
        if (changes.Bot is { } bot) _bots.Row().Big(guild).Big(bot.UserId).Text(string.Join(',', bot.RoleIds));
        if (changes.Repair is { } repair) Add(_repairs, guild, repair);
        if (changes.Rewards is not var ((rewards, message), versions)) return;
        _changed.Add(guild);
        _settings.Row().Big(guild).Text(RewardReads.Name(message.Place)).Big(message.ChannelId).Text(message.Template).Flag(message.Filter.RewardLevelsOnly)
            .Int(message.Filter.Every).Int(message.Filter.Minimum).Flag(message.PingsMember).Int(versions.Roles).Int(versions.Message);
        foreach (var r in rewards) _rewards.Row().Big(guild).Big(r.RoleId).Int(r.Level).Text(r.Name).Flag(r.ReplacesLower);
    }

    public static void Add(Columns repairs, long guild, RewardRepair p) =>
        repairs.Row().Big(guild).Small((short)p.Cause).Time(p.StartedAtMs).Big(p.Cursor).Int(p.Examined).Int(p.Changed).Int(p.Total).Time(p.EndedAtMs);

    public void AddTo(NpgsqlBatch batch)
    {
        AddUnlessEmpty(_roles, RewardSql.Roles);
        AddUnlessEmpty(_bots, RewardSql.Bots);
        AddUnlessEmpty(_repairs, RewardSql.Repairs);
        if (_changed.Count == 0) return;
        batch.BatchCommands.Add(_settings.Command(RewardSql.Settings));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RewardSql.ForgetRewards)
        {
            Parameters = { new() { Value = _changed.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        });
        AddUnlessEmpty(_rewards, RewardSql.Rewards);

        void AddUnlessEmpty(Columns columns, string sql)
        {
            if (!columns.IsEmpty) batch.BatchCommands.Add(columns.Command(sql));
        }
    }
}

/// <summary>The statements of it. Absolute values replace.</summary>
internal static class RewardSql
{
    public const string Roles = """
        INSERT INTO roles (guild_id, role_id, name, position, permissions, is_managed, color, is_deleted)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (guild_id, role_id) DO UPDATE
        SET name = excluded.name, position = excluded.position, permissions = excluded.permissions, is_managed = excluded.is_managed,
            color = excluded.color, is_deleted = excluded.is_deleted
        """;

    public const string Bots = """
        INSERT INTO guild_bots (guild_id, user_id, role_ids)
        SELECT guild_id, user_id, string_to_array(role_ids, ',')::bigint[] FROM unnest($1, $2, $3) AS v (guild_id, user_id, role_ids)
        ON CONFLICT (guild_id) DO UPDATE SET user_id = excluded.user_id, role_ids = excluded.role_ids
        """;

    public const string Settings = """
        INSERT INTO level_rewards (guild_id, announcement, channel_id, template, reward_levels_only, every_levels, minimum_level, pings_member, version, message_version)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (guild_id) DO UPDATE
        SET announcement = excluded.announcement, channel_id = excluded.channel_id, template = excluded.template, reward_levels_only = excluded.reward_levels_only,
            every_levels = excluded.every_levels, minimum_level = excluded.minimum_level, pings_member = excluded.pings_member, version = excluded.version,
            message_version = excluded.message_version
        """;

    public const string ForgetRewards = "DELETE FROM level_roles WHERE guild_id = ANY ($1)";

    public const string Rewards = "INSERT INTO level_roles (guild_id, role_id, level, name, replaces_lower) SELECT * FROM unnest($1, $2, $3, $4, $5)";

    public const string Repairs = """
        INSERT INTO reward_repairs (guild_id, cause, started_at, cursor, examined, changed, total, ended_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (guild_id) DO UPDATE
        SET cause = excluded.cause, started_at = excluded.started_at, cursor = excluded.cursor, examined = excluded.examined,
            changed = excluded.changed, total = excluded.total, ended_at = excluded.ended_at
        """;
}
