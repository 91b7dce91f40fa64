using CommunityIntel.Domain;
using CommunityIntel.Domain.Access;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Domain.Digests;
using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Invites;
using CommunityIntel.Domain.Notes;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.TimeZones;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Billing;
using CommunityIntel.Storage.Digests;
using CommunityIntel.Storage.Gaps;
using CommunityIntel.Storage.Invites;
using CommunityIntel.Storage.Notes;
using CommunityIntel.Storage.Privacy;
using CommunityIntel.Storage.Rewards;
using CommunityIntel.Storage.TimeZones;
using CommunityIntel.Storage.Xp;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Guilds;

/// <summary>
/// What a guild's activation starts from. <c>Epoch</c> is its right to write. <c>Members</c> are all there are, or none when
/// there are more than <see cref="GuildStore.MostMembersAtOnce"/>: those are read as they act.
/// </summary>
public sealed record StoredGuild(
    long Epoch, Watermark Watermark, GuildIdentity? Identity, string? TimeZone, IReadOnlyList<Channel> Channels, IReadOnlyList<VoiceSession> OpenVoice,
    IReadOnlyList<Member> Members, XpRules Rules, int RulesVersion, StoredRewards Rewards, Snapshot Snapshot, IReadOnlyList<OpenGap> Gaps, StoredPrivacy Privacy, long LastAuditId,
    InviteLook? InviteLook, IReadOnlyList<Invite> Invites, ZoneChange? ZoneChange, DashboardAccess Access, IReadOnlyList<DateNote> Notes, DigestSettings Digests, int DigestsVersion,
    GuildAccount Account);

/// <summary>Reads a guild back. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class GuildStore(NpgsqlDataSource database)
{
    /// <summary>What is deleted of guilds and people.</summary>
    public GuildRemains Remains { get; } = new(database);

    /// <summary>Guilds up to this size are read whole when they start.</summary>
    public const int MostMembersAtOnce = 2_000;

    private const string MemberColumns = """
        u.id, m.name, m.avatar, coalesce(m.is_bot, false), m.joined_at, coalesce(m.has_left, false),
        coalesce(x.xp, 0), coalesce(x.messages, 0), coalesce(x.voice_seconds, 0), x.last_xp_at, m.role_ids,
        m.user_id IS NOT NULL, coalesce(p.choices, m.privacy, 0::smallint), greatest(m.counts_from, p.counts_from),
        m.honoured_role_ids, coalesce(m.announce_choice, 0::smallint), x.xp, m.left_at
        """;

    /// <summary>
    /// Raises the guild's epoch, so that every older activation is fenced, and loads what is durable. The first one is made of the
    /// clock: it is above all that there ever were, should the guild have been deleted and come back.
    /// </summary>
    public Task<StoredGuild> ClaimAsync(long guildId, CancellationToken cancellation) => database.ReadAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("""
                    INSERT INTO guild_watermarks AS w (guild_id, epoch) VALUES ($1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
                    ON CONFLICT (guild_id) DO UPDATE SET epoch = w.epoch + 1
                    RETURNING epoch, session_id, session_order, sequence, last_message_id, last_event_at
                    """, guildId),
                Command("SELECT name, icon, owner_id, preferred_locale, member_count, bot_present, first_date, time_zone, afk_channel_id, bot_removed_at, access FROM guilds WHERE guild_id = $1", guildId),
                Command("SELECT channel_id, type, name, parent_id, is_deleted, view_allowed, view_denied FROM channels WHERE guild_id = $1", guildId),
                Command("SELECT user_id, channel_id, started_at, is_estimated, state, earned_units, settled_at FROM voice_sessions WHERE guild_id = $1 AND ended_at IS NULL", guildId),
                Command($"""
                    SELECT {MemberColumns}
                    FROM (SELECT user_id FROM members WHERE guild_id = $1 UNION SELECT user_id FROM user_xp WHERE guild_id = $1 LIMIT {MostMembersAtOnce + 1}) AS u (id)
                    LEFT JOIN members m ON m.guild_id = $1 AND m.user_id = u.id
                    LEFT JOIN user_xp x ON x.guild_id = $1 AND x.user_id = u.id
                    LEFT JOIN privacy_choices p ON p.user_id = u.id
                    """, guildId),
                Command(XpRulesRow.Select, guildId),
                Command(RewardReads.Settings, guildId),
                Command(RewardReads.Repair, guildId),
                Command(RewardReads.Roles, guildId),
                Command(RewardReads.Bot, guildId),
                Command(GapRows.Snapshot, guildId),
                Command(GapRows.OpenGaps, guildId),
                Command(GapRows.ChannelsOfOpenGaps, guildId),
                Command(PrivacyRows.Choices, guildId),
                Command(PrivacyRows.Marks, guildId),
                Command(AuditRows.Last, guildId),
                Command(InviteRows.Look, guildId),
                Command(InviteRows.Listed, guildId),
                Command(ZoneRows.Open, guildId),
                Command(NoteRows.All, guildId),
                Command(DigestSettingsRow.Select, guildId),
                Command(BillingRows.Claims, guildId),
                Command(BillingRows.Entitled, guildId),
                Command(BillingRows.Seats, guildId),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var epoch = reader.GetInt64(0);
        var watermark = new Watermark(reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), UnixMs(reader.GetDateTime(5)));
        await reader.NextResultAsync(cancellation);
        GuildIdentity? identity = null;
        string? timeZone = null;
        var access = DashboardAccess.Members;
        if (await reader.ReadAsync(cancellation))
        {
            identity = new GuildIdentity(
                reader.GetString(0), reader.TextOrNull(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt32(4), reader.GetBoolean(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateOnly>(6), reader.BigOrNull(8), reader.IsDBNull(9) ? null : UnixMs(reader.GetDateTime(9)));
            timeZone = reader.GetString(7);
            access = (DashboardAccess)reader.GetInt16(10);
        }

        await reader.NextResultAsync(cancellation);
        var channels = new List<Channel>();
        while (await reader.ReadAsync(cancellation))
            channels.Add(new Channel(reader.GetInt64(0), reader.GetInt32(1), reader.TextOrNull(2), reader.BigOrNull(3), reader.GetBoolean(4), ViewsIn(reader)));
        await reader.NextResultAsync(cancellation);
        var voice = new List<VoiceSession>();
        while (await reader.ReadAsync(cancellation))
            voice.Add(new VoiceSession(reader.GetInt64(0), reader.GetInt64(1), UnixMs(reader.GetDateTime(2)), null, reader.GetBoolean(3))
            {
                State = (VoiceState)reader.GetInt16(4), EarnedUnits = reader.GetInt64(5), SettledAtMs = reader.IsDBNull(6) ? null : UnixMs(reader.GetDateTime(6)),
            });
        await reader.NextResultAsync(cancellation);
        var members = await ReadMembersAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        var (rules, version) = await XpRulesRow.ReadAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        var rewards = await RewardReads.ReadAsync(reader, cancellation);
        var complete = members.Count <= MostMembersAtOnce;
        var (snapshot, gaps) = await GapRows.ReadAsync(reader, cancellation);
        var privacy = await PrivacyRows.ReadAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        var lastAuditId = await AuditRows.ReadLastAsync(reader, cancellation);
        var (look, invites) = await InviteRows.ReadAsync(reader, cancellation);
        var zoneChange = await ZoneRows.ReadAsync(reader, cancellation);
        var notes = await NoteRows.ReadAsync(reader, cancellation);
        var (digests, digestsVersion) = await DigestSettingsRow.ReadAsync(reader, cancellation);
        var account = await BillingRows.ReadAsync(reader, cancellation);
        return new StoredGuild(
            epoch, watermark, identity, timeZone, channels, voice, complete ? members : [], rules, version, rewards, snapshot, gaps, privacy, lastAuditId, look, invites, zoneChange, access, notes, digests, digestsVersion,
            account);
    });

    /// <summary>Messages and active members of one local day, zeros when it has none.</summary>
    public Task<(long Messages, int ActiveMembers)> ReadDayAsync(long guildId, DateOnly date) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT message_count, active_members FROM guild_stats_daily WHERE guild_id = $1 AND date = $2", connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = date } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetInt32(1)) : (0L, 0);
    });

    /// <summary>One member for every id asked, new ones empty.</summary>
    public Task<IReadOnlyList<Member>> LoadMembersAsync(long guildId, IReadOnlyCollection<long> userIds) => database.ReadAsync<IReadOnlyList<Member>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {MemberColumns}
            FROM unnest($2) AS u (id)
            LEFT JOIN members m ON m.guild_id = $1 AND m.user_id = u.id
            LEFT JOIN user_xp x ON x.guild_id = $1 AND x.user_id = u.id
            LEFT JOIN privacy_choices p ON p.user_id = u.id
            """, connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = userIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        return await ReadMembersAsync(reader, CancellationToken.None);
    });

    /// <summary>Those of the ids that are stored.</summary>
    public Task<HashSet<long>> FindMessagesAsync(long guildId, IReadOnlyList<long> messageIds) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT m.message_id FROM unnest($2, $3) AS s (message_id, created_at)
            JOIN messages m ON m.guild_id = $1 AND m.created_at = s.created_at AND m.message_id = s.message_id
            """, connection)
        {
            Parameters =
            {
                new() { Value = guildId },
                new() { Value = messageIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = messageIds.Select(id => Snowflake.TimeOf(id).UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new HashSet<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    });

    /// <summary>Those of the guilds that the bot is in, or was.</summary>
    public Task<IReadOnlyList<KnownGuild>> FindKnownAsync(IReadOnlyList<long> guildIds) => database.ReadAsync<IReadOnlyList<KnownGuild>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT guild_id, name, icon, owner_id, preferred_locale, member_count, first_date, time_zone, bot_present, bot_removed_at FROM guilds WHERE guild_id = ANY ($1) ORDER BY member_count DESC, guild_id",
            connection)
        {
            Parameters = { new() { Value = guildIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<KnownGuild>();
        while (await reader.ReadAsync())
        {
            found.Add(new KnownGuild(reader.GetInt64(0), new GuildIdentity(
                reader.GetString(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetString(4), reader.GetInt32(5), reader.GetBoolean(8),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateOnly>(6), null, reader.IsDBNull(9) ? null : UnixMs(reader.GetDateTime(9))), reader.GetString(7)));
        }

        return found;
    });

    private static async Task<List<Member>> ReadMembersAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var members = new List<Member>();
        while (await reader.ReadAsync(cancellation))
        {
            members.Add(new Member(reader.GetInt64(0))
            {
                Name = reader.TextOrNull(1),
                Avatar = reader.TextOrNull(2),
                IsBot = reader.GetBoolean(3),
                JoinedAtMs = reader.IsDBNull(4) ? null : UnixMs(reader.GetDateTime(4)),
                HasLeft = reader.GetBoolean(5),
                Xp = reader.GetInt64(6),
                Messages = reader.GetInt64(7),
                VoiceSeconds = reader.GetInt64(8),
                LastXpAtMs = reader.IsDBNull(9) ? null : UnixMs(reader.GetDateTime(9)),
                RoleIds = reader.IsDBNull(10) ? [] : reader.GetFieldValue<long[]>(10),
                IsStored = reader.GetBoolean(11),
                Privacy = (PrivacyChoices)reader.GetInt16(12),
                CountsFromMs = reader.IsDBNull(13) ? 0 : UnixMs(reader.GetDateTime(13)),
                HonouredRoleIds = reader.IsDBNull(14) ? null : reader.GetFieldValue<long[]>(14),
                AnnounceChoice = (AnnounceChoice)reader.GetInt16(15),
                PlacedXp = reader.BigOrNull(16),
                LeftAtMs = reader.IsDBNull(17) ? null : UnixMs(reader.GetDateTime(17)),
            });
        }

        return members;
    }

    private static ViewOverwrites? ViewsIn(NpgsqlDataReader reader) =>
        reader.IsDBNull(5) || reader.IsDBNull(6) ? null : new ViewOverwrites(reader.GetFieldValue<long[]>(5), reader.GetFieldValue<long[]>(6));

    private static NpgsqlBatchCommand Command(string sql, long guildId) => new(sql) { Parameters = { new() { Value = guildId } } };

    private static long UnixMs(DateTime utc) => new DateTimeOffset(utc).ToUnixTimeMilliseconds();
}

/// <summary>A guild with its IANA time zone.</summary>
public sealed record KnownGuild(long GuildId, GuildIdentity Identity, string TimeZone);
