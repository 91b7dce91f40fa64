using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Xp;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Gaps;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Grains.Guilds;

/// <summary>What a guild can be asked that the database answers.</summary>
public sealed class GuildQueries(
    ActivityReader activity, LeaderboardReader leaderboard, GapReader gaps, AuditReader audit, XpSnapshots snapshots, XpPreviewReader previews, TimeProvider time)
{
    public AuditReader Audit => audit;

    public XpSnapshots Snapshots => snapshots;

    internal XpPreviews PreviewsOf(long guildId) => new(guildId, previews, time);

    public GuildReports ReportsOf(long guildId) => new(guildId, activity, gaps, time);

    public Task<IReadOnlyList<PersonsMessage>> FindPeoplesMessagesAsync(long guildId, long fromMs, long untilMs) =>
        gaps.FindPeoplesMessagesAsync(guildId, fromMs, untilMs);

    public async Task<CommittedDay> ReadDayAsync(long guildId, DateOnly date)
    {
        var (messages, active) = await activity.ReadDayAsync(guildId, date);
        return new CommittedDay(date, messages, active);
    }

    public static GuildProfile Profile(long guildId, GuildIdentity g, string timeZone, DateOnly today) =>
        new(guildId, g.Name, g.Icon, g.OwnerId, g.MemberCount, timeZone, g.PreferredLocale, today, g.FirstDate, g.BotPresent,
            g.BotRemovedAtMs is { } removed ? GuildRetention.EndsAt(removed) : null);

    public async Task<LeaderboardPage> LeaderboardAsync(long guildId, XpCurve curve, LeaderboardBoard board, int skip, int take)
    {
        var by = board switch { LeaderboardBoard.Messages => StoredBoard.Messages, LeaderboardBoard.Voice => StoredBoard.Voice, _ => StoredBoard.Xp };
        var (total, ranks) = await leaderboard.ReadAsync(guildId, by, skip, take);
        return new LeaderboardPage(board, skip, total, [.. ranks.Select((r, i) => Entry(skip + i + 1, r, curve))]);
    }

    public async Task<MemberRank?> RankAsync(long guildId, XpCurve curve, long userId) =>
        await leaderboard.FindAsync(guildId, userId) is var (rank, total, member) ? new MemberRank(Entry(rank, member, curve), total) : null;

    public async Task<MemberActivity> MemberActivityAsync(long guildId, long userId, DateOnly first, DateOnly last) =>
        new(first, last, [.. (await activity.ReadMemberAsync(guildId, userId, first, last)).Select(d => new MemberDay(d.Date, d.Messages, d.VoiceSeconds, d.Xp))]);

    private static LeaderboardEntry Entry(int rank, StoredRank r, XpCurve curve)
    {
        var (level, into, cost) = curve.ProgressOf(r.Xp);
        return new LeaderboardEntry(rank, r.UserId, r.Name ?? $"#{r.UserId}", r.Avatar, r.Xp, level, into, cost, r.Messages, r.VoiceSeconds);
    }
}
