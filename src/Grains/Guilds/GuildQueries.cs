using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Rewards;
using CommunityIntel.Grains.Xp;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Digests;
using CommunityIntel.Storage.Gaps;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Invites;
using CommunityIntel.Storage.Lifecycle;
using CommunityIntel.Storage.Replicas;
using CommunityIntel.Storage.TimeZones;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Grains.Guilds;

/// <summary>What a guild can be asked that the database answers.</summary>
public sealed class GuildQueries(
    ActivityReader activity, VoiceReader voice, RetentionReader retention, LifecycleReader lifecycle, InviteReader invites, StandingsReader standings, BoardReader boards, GapReader gaps, AuditReader audit, XpSnapshots snapshots, XpPreviewReader previews, ZoneRecount zones, KeptTextReader texts,
    ReportDatabase reports, TimeProvider time)
{
    private const int DaysOfProfile = 91;

    public AuditReader Audit => audit;

    public KeptTextReader Texts => texts;

    public XpSnapshots Snapshots => snapshots;

    public ZoneRecount Zones => zones;

    internal XpPreviews PreviewsOf(long guildId) => new(guildId, previews, time);

    public GuildReports ReportsOf(long guildId) => new(guildId, activity, voice, gaps, retention, lifecycle, invites, reports, time);

    public Task<IReadOnlyList<PersonsMessage>> FindPeoplesMessagesAsync(long guildId, long fromMs, long untilMs) =>
        gaps.FindPeoplesMessagesAsync(guildId, fromMs, untilMs);

    public static GuildProfile Profile(long guildId, GuildIdentity g, string timeZone, DateOnly today, double? recounted = null) =>
        new(guildId, g.Name, g.Icon, g.OwnerId, g.MemberCount, timeZone, g.PreferredLocale, today, g.FirstDate, g.BotPresent,
            g.BotRemovedAtMs is { } removed ? GuildRetention.EndsAt(removed) : null, recounted);

    internal GuildBoards BoardsOf(long guildId) => new(guildId, standings, boards, time);

    public async Task<MemberActivity> MemberActivityAsync(long guildId, long userId, DateOnly first, DateOnly last) =>
        new(first, last, [.. (await activity.ReadMemberAsync(guildId, userId, first, last)).Select(d => new MemberDay(d.Date, d.Messages, d.VoiceSeconds, d.Xp))]);

    /// <summary>The days before and of <paramref name="today"/>, and what the level brought.</summary>
    public async Task<MemberProfile> MemberAsync(long guildId, MemberRank rank, DateOnly today, LevelRewards rewards)
    {
        var (entry, range) = (rank.Entry, new BoardDays(today.AddDays(1 - DaysOfProfile), today));
        var asked = activity.ReadMemberAsync(guildId, entry.UserId, range.First, range.Last);
        var membership = await boards.FindMembershipAsync(guildId, entry.UserId);
        var stored = (await asked).ToDictionary(d => d.Date);
        var days = Enumerable.Range(0, DaysOfProfile).Select(i => range.First.AddDays(i))
            .Select(date => stored.TryGetValue(date, out var d) ? new MemberDay(date, d.Messages, d.VoiceSeconds, d.Xp) : new MemberDay(date, 0, 0, 0));
        var roles = RewardWire.ToWire(rewards).Roles.OrderBy(r => r.Level).ToList();
        var has = rewards.RolesAt(entry.Level).Granted;
        return new MemberProfile(
            entry, rank.Total, membership?.JoinedAt is { } at ? new DateTimeOffset(at) : null, membership?.HasLeft ?? false, [.. days],
            [.. roles.Where(r => has.Contains(r.RoleId))], roles.FirstOrDefault(r => r.Level > entry.Level), rank.IsPrivate);
    }
}
