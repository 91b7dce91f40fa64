using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using Npgsql;

namespace CommunityIntel.Storage.Rewards;

/// <summary>What a guild gives for levels, and what it can give.</summary>
public sealed record StoredRewards(LevelRewards Rewards, RewardVersions Versions, RewardRepair? Repair, IReadOnlyList<Role> Roles, GuildBot Bot);

/// <summary>What an activation reads of it: four statements of a larger batch, in this order, each with the guild id as $1.</summary>
internal static class RewardReads
{
    /// <summary>One row for every reward, or one without a reward.</summary>
    public const string Settings = """
        SELECT w.announcement, w.channel_id, w.template, w.reward_levels_only, w.every_levels, w.minimum_level, w.pings_member, w.version, w.message_version,
          r.level, r.role_id, r.name, r.replaces_lower
        FROM level_rewards w LEFT JOIN level_roles r USING (guild_id)
        WHERE w.guild_id = $1 ORDER BY r.level, r.role_id
        """;

    public const string Repair = "SELECT cause, started_at, cursor, examined, changed, total, ended_at FROM reward_repairs WHERE guild_id = $1";
    public const string Roles = "SELECT role_id, name, position, permissions, is_managed, color, is_deleted FROM roles WHERE guild_id = $1";
    public const string Bot = "SELECT user_id, role_ids FROM guild_bots WHERE guild_id = $1";

    public static string Name(AnnouncementPlace place) => place switch
    {
        AnnouncementPlace.WhereItHappened => "where_it_happened",
        AnnouncementPlace.Channel => "channel",
        AnnouncementPlace.DirectOnly => "direct",
        _ => "off",
    };

    /// <summary>The first result is the reader's current one.</summary>
    public static async Task<StoredRewards> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var (rewards, versions) = await ReadSettingsAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        RewardRepair? repair = null;
        if (await reader.ReadAsync(cancellation))
        {
            repair = new RewardRepair(
                (RepairCause)reader.GetInt16(0), UnixMs(reader, 1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5),
                reader.IsDBNull(6) ? null : UnixMs(reader, 6));
        }

        await reader.NextResultAsync(cancellation);
        var roles = new List<Role>();
        while (await reader.ReadAsync(cancellation))
        {
            roles.Add(new Role(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), (RolePermissions)unchecked((ulong)reader.GetInt64(3)), reader.GetBoolean(4),
                reader.GetInt32(5), reader.GetBoolean(6)));
        }

        await reader.NextResultAsync(cancellation);
        var bot = await reader.ReadAsync(cancellation) ? new GuildBot(reader.GetInt64(0), reader.GetFieldValue<long[]>(1)) : GuildBot.Unknown;
        return new StoredRewards(rewards, versions, repair, roles, bot);
    }

    public static async Task<ChangedRewards> ReadSettingsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var stored = new ChangedRewards(LevelRewards.Off, default);
        var roles = new List<LevelRole>();
        while (await reader.ReadAsync(cancellation))
        {
            var filter = new LevelFilter(reader.GetBoolean(3), reader.GetInt32(4), reader.GetInt32(5));
            var message = new LevelMessage(PlaceOf(reader.GetString(0)), reader.BigOrNull(1), reader.TextOrNull(2), filter, reader.GetBoolean(6));
            stored = new ChangedRewards(new LevelRewards(roles, message), new RewardVersions(reader.GetInt32(7), reader.GetInt32(8)));
            if (!reader.IsDBNull(9)) roles.Add(new LevelRole(reader.GetInt32(9), reader.GetInt64(10), reader.GetString(11), reader.GetBoolean(12)));
        }

        return stored;
    }

    private static AnnouncementPlace PlaceOf(string name) => name switch
    {
        "where_it_happened" => AnnouncementPlace.WhereItHappened,
        "channel" => AnnouncementPlace.Channel,
        "direct" => AnnouncementPlace.DirectOnly,
        _ => AnnouncementPlace.Off,
    };

    private static long UnixMs(NpgsqlDataReader reader, int column) => new DateTimeOffset(reader.GetDateTime(column)).ToUnixTimeMilliseconds();
}
