using CommunityIntel.Domain;
using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Billing;
using CommunityIntel.Storage.Digests;
using CommunityIntel.Storage.Invites;
using CommunityIntel.Storage.Notes;
using CommunityIntel.Storage.Outbox;
using CommunityIntel.Storage.Privacy;
using CommunityIntel.Storage.Rewards;
using CommunityIntel.Storage.TimeZones;
using CommunityIntel.Storage.Xp;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Guilds;

/// <summary>
/// Turns the pending commits of a writer into one batch of set-based statements (arrays through unnest), sent in one round
/// trip and one implicit transaction. The lists are kept and refilled.
/// </summary>
internal sealed class CommitRows
{
    private readonly Columns _watermarks = new();
    private readonly Columns _messages = new();
    private readonly Columns _earnings = new();
    private readonly Columns _profiles = new();
    private readonly Columns _channels = new();
    private readonly Columns _guilds = new();
    private readonly Columns _voice = new();
    private readonly Columns _rules = new();
    private readonly Columns _zones = new();
    private readonly Columns _access = new();
    private readonly Columns _audit = new();
    private readonly Columns _snapshots = new();
    private readonly Columns _gaps = new();
    private readonly Columns _gapChannels = new();
    private readonly Columns _hours = new();
    private readonly Columns _memberDays = new Columns().Declare(
        (new List<long>(), NpgsqlDbType.Bigint), (new List<DateOnly>(), NpgsqlDbType.Date), (new List<long>(), NpgsqlDbType.Bigint),
        (new List<int>(), NpgsqlDbType.Integer), (new List<long>(), NpgsqlDbType.Bigint), (new List<long>(), NpgsqlDbType.Bigint));
    private readonly Columns _guildDays = new();
    private readonly OutboxRows _outbox = new();
    private readonly PrivacyRows _privacy = new();
    private readonly RewardRows _rewards = new();
    private readonly InviteRows _invites = new();
    private readonly NoteRows _notes = new();
    private readonly TextRows _texts = new();
    private readonly BillingRows _billing = new();
    private readonly Dictionary<DateOnly, HourCounters> _days = [];

    /// <summary>Months (first day) that hold messages of these rows.</summary>
    public HashSet<DateOnly> Months { get; } = [];

    public void Fill(IReadOnlyList<GuildCommit> commits)
    {
        foreach (var columns in (Columns[])[_watermarks, _messages, _earnings, _profiles, _channels, _guilds, _voice, _rules, _zones, _access, _audit, _snapshots, _gaps, _gapChannels, _hours, _memberDays, _guildDays])
            columns.Clear();
        _outbox.Clear();
        _privacy.Clear();
        _rewards.Clear();
        _invites.Clear();
        _notes.Clear();
        _texts.Clear();
        _billing.Clear();
        Months.Clear();
        foreach (var commit in commits) Add(commit);
    }

    public NpgsqlBatch ToBatch(NpgsqlConnection connection, int timeoutSeconds)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        batch.BatchCommands.Add(_watermarks.Command(CommitSql.Watermarks));
        _privacy.AddForgottenTo(batch);
        AddUnlessEmpty(_messages, CommitSql.Messages);
        AddUnlessEmpty(_earnings, CommitSql.Earnings);
        AddUnlessEmpty(_profiles, CommitSql.Profiles);
        AddUnlessEmpty(_channels, CommitSql.Channels);
        AddUnlessEmpty(_guilds, CommitSql.Guilds);
        AddUnlessEmpty(_voice, CommitSql.VoiceSessions);
        AddUnlessEmpty(_rules, XpRulesRow.Write);
        AddUnlessEmpty(_zones, ZoneRows.Write);
        AddUnlessEmpty(_access, CommitSql.Access);
        AddUnlessEmpty(_audit, AuditRows.Write);
        AddUnlessEmpty(_snapshots, CommitSql.Snapshots);
        AddUnlessEmpty(_gaps, CommitSql.Gaps);
        AddUnlessEmpty(_gapChannels, CommitSql.GapChannels);
        AddUnlessEmpty(_hours, CommitSql.Hours);
        _outbox.AddTo(batch);
        _privacy.AddChoicesTo(batch);
        _rewards.AddTo(batch);
        _invites.AddTo(batch);
        _notes.AddTo(batch);
        _texts.AddTo(batch);
        _billing.AddTo(batch);
        if (!_guildDays.IsEmpty) batch.BatchCommands.Add(_memberDays.Command(CommitSql.Days, _guildDays));
        return batch;

        void AddUnlessEmpty(Columns columns, string sql)
        {
            if (!columns.IsEmpty) batch.BatchCommands.Add(columns.Command(sql));
        }
    }

    private void Add(GuildCommit commit)
    {
        var (guild, changes) = (commit.GuildId, commit.Changes);
        var w = commit.Watermark;
        _watermarks.Row().Big(guild).Big(commit.Epoch).Text(w.SessionId).Big(w.Order).Big(w.Sequence).Big(w.LastMessageId).Time(w.LastEventMs);
        foreach (var m in changes.Messages)
        {
            var createdAt = DateTime.UnixEpoch.AddMilliseconds(Snowflake.UnixMsOf(m.MessageId));
            Months.Add(new DateOnly(createdAt.Year, createdAt.Month, 1));
            _messages.Row().Big(guild).Big(m.MessageId).Big(m.ChannelId).Big(m.AuthorId).Time(createdAt).Flag(m.FromBot);
        }

        foreach (var m in changes.Earnings)
            _earnings.Row().Big(guild).Big(m.UserId).Big(m.Xp).Big(m.Messages).Big(m.VoiceSeconds).Time(m.LastXpAtMs);
        foreach (var m in changes.Profiles)
            _profiles.Row().Big(guild).Big(m.UserId).Text(m.Name).Text(m.Avatar).Flag(m.IsBot).Time(m.JoinedAtMs).Flag(m.HasLeft).Text(string.Join(',', m.RoleIds))
                .Small((short)m.Privacy).Time(m.CountsFromMs == 0 ? (long?)null : m.CountsFromMs)
                .Text(m.HonouredRoleIds is { } honoured ? string.Join(',', honoured) : null).Small((short)m.AnnounceChoice).Time(m.LeftAtMs);
        foreach (var c in changes.Channels.Values)
            _channels.Row().Big(guild).Big(c.Id).Int(c.Type).Text(c.Name).Big(c.ParentId).Flag(c.IsDeleted)
                .Text(Joined(c.Views?.Allowed)).Text(Joined(c.Views?.Denied));
        if (changes.Identity is { } g)
            _guilds.Row().Big(guild).Text(g.Name).Text(g.Icon).Big(g.OwnerId).Text(g.PreferredLocale).Int(g.MemberCount).Flag(g.BotPresent).Text(commit.TimeZone).Date(g.FirstDate).Big(g.AfkChannelId)
                .Time(g.BotRemovedAtMs);
        foreach (var v in changes.VoiceSessions.Values)
            _voice.Row().Big(guild).Big(v.UserId).Time(v.StartedAtMs).Big(v.ChannelId).Time(v.EndedAtMs).Flag(v.IsEstimated)
                .Small((short)v.State).Big(v.EarnedUnits).Time(v.SettledAtMs);
        if (changes.Rules is { } rules) _rules.Row().Big(guild).Text(XpRulesRow.ToJson(rules)).Int(changes.RulesVersion);
        if (changes.ZoneChange is { } z) _zones.Row().Big(guild).Text(z.OldZone).Text(z.NewZone).Date(z.First).Date(z.Last).Date(z.Next);
        if (changes.Access is { } access) _access.Row().Big(guild).Small((short)access);
        foreach (var entry in changes.Audit) AuditRows.Add(_audit, guild, entry);
        _outbox.Add(commit);
        _privacy.Add(commit);
        _rewards.Add(commit);
        _invites.Add(commit);
        _notes.Add(commit);
        _texts.Add(commit);
        _billing.Add(commit);
        AddGaps(guild, changes);
        AddCounters(commit);
    }

    private static string? Joined(IReadOnlyList<long>? ids) => ids is null ? null : string.Join(',', ids);

    private void AddGaps(long guild, GuildChanges changes)
    {
        if (changes.Snapshot is { } s) _snapshots.Row().Big(guild).Text(s.SessionId).Time(s.TakenAtMs);
        foreach (var g in changes.Gaps.Values)
        {
            _gaps.Row().Big(guild).Big(g.Id).Time(g.FromMs).Time(g.UntilMs).Big(g.AfterMessageId)
                .Small((short)g.State).Small((short)g.Shortfall).Int(g.Examined).Int(g.Found);
        }

        foreach (var ((gapId, _), c) in changes.GapChannels)
            _gapChannels.Row().Big(guild).Big(gapId).Big(c.ChannelId).Big(c.Cursor).Small((short)c.State).Big(c.LastMessageId);
    }

    private void AddCounters(GuildCommit commit)
    {
        _days.Clear();
        foreach (var (key, c) in commit.Changes.Hours)
        {
            _hours.Row().Big(commit.GuildId).Time(key.HourStartMs).Big(key.ChannelId).Date(key.Date)
                .Int(c.Messages).Int(c.BotMessages).Big(c.VoiceSeconds).Int(c.Joins).Int(c.Leaves);
            var day = _days.GetValueOrDefault(key.Date);
            day.Messages += c.Messages;
            day.BotMessages += c.BotMessages;
            day.VoiceSeconds += c.VoiceSeconds;
            day.Joins += c.Joins;
            day.Leaves += c.Leaves;
            _days[key.Date] = day;
        }

        foreach (var (date, d) in _days)
            _guildDays.Row().Big(commit.GuildId).Date(date).Int(d.Messages).Int(d.BotMessages).Big(d.VoiceSeconds).Int(d.Joins).Int(d.Leaves);
        foreach (var (key, d) in commit.Changes.MemberDays)
            _memberDays.Row().Big(commit.GuildId).Date(key.Date).Big(key.UserId).Int(d.Messages).Big(d.VoiceSeconds).Big(d.Xp);
    }
}
