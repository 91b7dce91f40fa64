using CommunityIntel.Domain.Xp;
using CommunityIntel.Storage.Guilds;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Outbox;

/// <summary>What a group commit writes for the outbox and its settings; part of the one transaction.</summary>
internal sealed class OutboxRows
{
    private readonly Columns _actions = new();
    private readonly Columns _rewards = new();
    private readonly Columns _roles = new();
    private readonly List<long> _changed = [];

    public void Clear()
    {
        _actions.Clear();
        _rewards.Clear();
        _roles.Clear();
        _changed.Clear();
    }

    public void Add(GuildCommit commit)
    {
        foreach (var action in commit.Changes.Outbox.Values)
        {
            var (kind, json) = OutboxPayload.Write(action);
            _actions.Row().Big(commit.GuildId).Text(action.Key).Text(kind).Text(json)
                .Text(action.IsTargetState ? null : action.NonceIn(commit.GuildId));
        }

        if (commit.Changes.Rewards is not { } rewards) return;
        _changed.Add(commit.GuildId);
        _rewards.Row().Big(commit.GuildId).Text(LevelRewardsRow.Name(rewards.Place)).Big(rewards.ChannelId).Flag(rewards.KeepsLowerRoles);
        foreach (var role in rewards.Roles) _roles.Row().Big(commit.GuildId).Big(role.RoleId).Int(role.Level).Text(role.Name);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (!_actions.IsEmpty) batch.BatchCommands.Add(_actions.Command(OutboxSql.Note));
        if (_changed.Count == 0) return;
        batch.BatchCommands.Add(_rewards.Command(OutboxSql.Rewards));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OutboxSql.ForgetRoles)
        {
            Parameters = { new() { Value = _changed.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        });
        if (!_roles.IsEmpty) batch.BatchCommands.Add(_roles.Command(OutboxSql.Roles));
    }
}

/// <summary>A guild's settings as they are stored; one row for every role, or one without a role.</summary>
internal static class LevelRewardsRow
{
    public const string Select = """
        SELECT w.announcement, w.channel_id, w.keeps_lower_roles, r.level, r.role_id, r.name
        FROM level_rewards w LEFT JOIN level_roles r USING (guild_id)
        WHERE w.guild_id = $1 ORDER BY r.level, r.role_id
        """;

    public static string Name(AnnouncementPlace place) => place switch
    {
        AnnouncementPlace.WhereItHappened => "where_it_happened",
        AnnouncementPlace.Channel => "channel",
        _ => "off",
    };

    public static async Task<LevelRewards> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var rewards = LevelRewards.Off;
        var roles = new List<LevelRole>();
        while (await reader.ReadAsync(cancellation))
        {
            var place = reader.GetString(0) switch { "where_it_happened" => AnnouncementPlace.WhereItHappened, "channel" => AnnouncementPlace.Channel, _ => AnnouncementPlace.Off };
            rewards = new LevelRewards(place, reader.BigOrNull(1), reader.GetBoolean(2), roles);
            if (!reader.IsDBNull(3)) roles.Add(new LevelRole(reader.GetInt32(3), reader.GetInt64(4), reader.GetString(5)));
        }

        return rewards;
    }
}
