using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Health;
using CommunityIntel.GrainInterfaces.Invites;
using CommunityIntel.GrainInterfaces.Lifecycle;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.TimeZones;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// Every question of the web to a guild goes through here and is asked for the person who looks: pages and circuits
/// alike. An outage becomes a reading without value, so that one card can fail and the page still stand.
/// </summary>
public sealed class GuildReader(
    IClusterClient cluster, GuildAccess access, LiveGuilds liveGuilds, GuildCalls calls, AuthenticationStateProvider authentication)
{
    public Task<GuildReading<GuildProfile?>> GetProfileAsync(long guildId) =>
        AskAsync(guildId, guild => guild.GetProfileAsync());

    public Task<GuildReading<LiveNumbers>> GetLiveAsync(long guildId) =>
        AskAsync(guildId, guild => guild.GetLiveAsync());

    public Task<GuildReading<ActivityReport>> GetActivityAsync(long guildId, DateOnly firstDay, DateOnly lastDay) =>
        AskAsync(guildId, guild => guild.GetActivityAsync(firstDay, lastDay));

    public Task<GuildReading<ActivityReport>> GetChannelActivityAsync(long guildId, long channelId, DateOnly firstDay, DateOnly lastDay) =>
        AskAsync(guildId, _ => cluster.GetGrain<IGuildStatsGrain>(guildId).GetChannelActivityAsync(channelId, firstDay, lastDay));

    public Task<GuildReading<VoiceReport>> GetVoiceAsync(long guildId, DateOnly firstDay, DateOnly lastDay) =>
        AskAsync(guildId, _ => cluster.GetGrain<IGuildStatsGrain>(guildId).GetVoiceAsync(firstDay, lastDay));

    public Task<GuildReading<RetentionReport>> GetRetentionAsync(long guildId) =>
        AskAsync(guildId, _ => cluster.GetGrain<IGuildStatsGrain>(guildId).GetRetentionAsync());

    /// <summary>Notes on the days of a range, in their order.</summary>
    public Task<GuildReading<IReadOnlyList<DateNote>>> GetNotesAsync(long guildId, DateOnly firstDay, DateOnly lastDay) =>
        AskAsync(guildId, _ => cluster.GetGrain<IGuildNotesGrain>(guildId).GetNotesAsync(firstDay, lastDay));

    public Task<GuildReading<LifecycleReport>> GetLifecycleAsync(long guildId) =>
        AskAsync(guildId, _ => cluster.GetGrain<IGuildStatsGrain>(guildId).GetLifecycleAsync());

    /// <summary>Whoever has a code can pass it on: for those who manage the guild, whom Discord shows them too.</summary>
    public Task<GuildReading<InviteReport>> GetInvitesAsync(long guildId, DateOnly firstDay, DateOnly lastDay) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildInvitesGrain>(guildId).GetInvitesAsync(firstDay, lastDay));

    public Task<GuildReading<LeaderboardPage>> GetLeaderboardAsync(long guildId, LeaderboardBoard board, int skip, int take) =>
        AskAsync(guildId, guild => guild.GetLeaderboardAsync(board, skip, take));

    /// <summary>Null when the member has neither written nor talked; for those who manage the guild.</summary>
    public Task<GuildReading<MemberRank?>> GetRankAsync(long guildId, long userId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildGrain>(guildId).GetRankAsync(userId));

    /// <summary>XP rules and their version; for those who manage the guild.</summary>
    public Task<GuildReading<VersionedXpRules>> GetVersionedRulesAsync(long guildId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildXpGrain>(guildId).GetVersionedRulesAsync());

    /// <summary>What XP rules can name; for those who manage the guild.</summary>
    public Task<GuildReading<ScopeChoices>> GetScopeChoicesAsync(long guildId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildScopeGrain>(guildId).GetScopeChoicesAsync());

    public Task<GuildReading<XpPreview>> PreviewRulesAsync(long guildId, XpRuleSettings settings) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildXpGrain>(guildId).PreviewRulesAsync(settings), TimeSpan.FromMinutes(1));

    /// <summary>The roles that levels give, and their version; for those who manage the guild, as what follows.</summary>
    public Task<GuildReading<VersionedRewards>> GetRewardsAsync(long guildId) => AskAsManagerAsync(guildId, () => Rewards(guildId).GetRewardsAsync());

    public Task<GuildReading<VersionedAnnouncements>> GetAnnouncementsAsync(long guildId) => AskAsManagerAsync(guildId, () => Rewards(guildId).GetAnnouncementsAsync());

    public Task<GuildReading<GuildChoices>> GetChoicesAsync(long guildId) => AskAsManagerAsync(guildId, () => Rewards(guildId).GetChoicesAsync());

    public Task<GuildReading<GuildHealthReport>> GetHealthAsync(long guildId) => AskAsManagerAsync(guildId, () => Rewards(guildId).GetHealthAsync());

    public Task<GuildReading<RepairProgress?>> GetRepairAsync(long guildId) => AskAsManagerAsync(guildId, () => Rewards(guildId).GetRepairAsync());

    public Task<GuildReading<MessagePreview>> PreviewMessageAsync(long guildId, MessagePreviewRequest request) =>
        AskAsManagerAsync(guildId, () => Rewards(guildId).PreviewMessageAsync(request));

    /// <summary>Newest first, at most <paramref name="most"/> with ids below <paramref name="beforeId"/>; null = from the newest on.</summary>
    public Task<GuildReading<DigestList>> GetDigestsAsync(long guildId, long? beforeId, int most) =>
        AskDigestsAsync(guildId, (digests, me) => digests.GetListAsync(me, beforeId, most));

    /// <summary>Null when there is none, or it is not for the person who looks.</summary>
    public Task<GuildReading<DigestReading?>> GetDigestAsync(long guildId, DigestSpan span, DateOnly firstDay) =>
        AskDigestsAsync(guildId, (digests, me) => digests.GetAsync(me, span, firstDay));

    /// <summary>For those who manage the guild, as what follows.</summary>
    public Task<GuildReading<VersionedDigestSettings>> GetDigestSettingsAsync(long guildId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildDigestSettingsGrain>(guildId).GetDigestSettingsAsync());

    public Task<GuildReading<DigestChoices>> GetDigestChoicesAsync(long guildId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildDigestSettingsGrain>(guildId).GetDigestChoicesAsync());

    public Task<GuildReading<DigestProviders>> GetDigestProvidersAsync(long guildId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildDigestsGrain>(guildId).GetProvidersAsync());

    /// <summary>What was done by hand; for those who manage the guild.</summary>
    public Task<GuildReading<AuditPage>> GetAuditAsync(long guildId, AuditQuery query) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildAuditGrain>(guildId).GetAuditAsync(query));

    /// <summary>Whether the person may download what they see.</summary>
    public async Task<bool> MayDownloadAsync(long guildId) => await access.MayDownloadAsync((await authentication.GetAuthenticationStateAsync()).User, guildId);

    /// <summary>For those who manage the guild.</summary>
    public Task<GuildReading<AccessSettings>> GetAccessAsync(long guildId) => AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildAccessGrain>(guildId).GetAccessAsync());

    /// <summary>For those who manage the guild.</summary>
    public Task<GuildReading<GuildClock>> GetClockAsync(long guildId) => AskAsManagerAsync(guildId, () => cluster.GetGrain<IGuildClockGrain>(guildId).GetClockAsync());

    /// <summary>With the place of the person who looks.</summary>
    public Task<GuildReading<BoardPage>> GetBoardAsync(long guildId, BoardQuestion question) =>
        AskBoardsAsync(guildId, (boards, me) => boards.GetBoardAsync(question with { Reader = me }));

    public Task<GuildReading<BoardPage>> FindOnBoardAsync(long guildId, BoardSearch search) =>
        AskBoardsAsync(guildId, (boards, me) => boards.FindOnBoardAsync(search with { Reader = me }));

    /// <summary>Null for somebody without XP, and for one who chose not to be seen by the person who looks.</summary>
    public Task<GuildReading<MemberProfile?>> GetMemberAsync(long guildId, long userId) =>
        AskBoardsAsync(guildId, (boards, me) => boards.GetMemberAsync(userId, me));

    public Task<GuildReading<XpRuleSettings>> GetXpRulesAsync(long guildId) =>
        AskAsync(guildId, guild => guild.GetXpRulesAsync());

    /// <summary>What could not be done on Discord; for those who manage the guild, who can mend it.</summary>
    public Task<GuildReading<OpenActions>> GetOpenActionsAsync(long guildId) =>
        AskAsManagerAsync(guildId, () => cluster.GetGrain<IOutboxGrain>(0).GetOpenAsync(guildId));

    /// <summary>Which of these guilds the bot is in; at most 200. The caller passes only guilds that the person is in.</summary>
    public Task<GuildReading<IReadOnlyList<GuildProfile>>> FindAsync(IReadOnlyList<long> guildIds) =>
        calls.TryAsync(() => cluster.GetGrain<IGuildListGrain>(0).FindAsync(guildIds));

    public async Task<GuildStanding> GetStandingAsync(long guildId) =>
        await access.GetStandingAsync((await authentication.GetAuthenticationStateAsync()).User, guildId);

    /// <summary>
    /// Live numbers from now on, until disposed; null when the person may not see the guild. <paramref name="onNumbers"/>
    /// gets null while the guild does not answer.
    /// </summary>
    public async Task<IDisposable?> WatchAsync(long guildId, Action<LiveNumbers?> onNumbers) =>
        await GetStandingAsync(guildId) >= GuildStanding.Member ? liveGuilds.Watch(guildId, onNumbers) : null;

    private IGuildRewardsGrain Rewards(long guildId) => cluster.GetGrain<IGuildRewardsGrain>(guildId);

    private async Task<GuildReading<T>> AskAsync<T>(long guildId, Func<IGuildGrain, Task<T>> question) =>
        await GetStandingAsync(guildId) >= GuildStanding.Member
            ? await calls.TryAsync(() => question(cluster.GetGrain<IGuildGrain>(guildId)))
            : new(default, GuildOutage.NotAllowed);

    private async Task<GuildReading<T>> AskAsManagerAsync<T>(long guildId, Func<Task<T>> question, TimeSpan? patience = null) =>
        await GetStandingAsync(guildId) >= GuildStanding.Manager
            ? await calls.TryAsync(question, patience)
            : new(default, GuildOutage.NotAllowed);

    private async Task<GuildReading<T>> AskBoardsAsync<T>(long guildId, Func<IGuildBoardsGrain, long?, Task<T>> question)
    {
        var me = (await authentication.GetAuthenticationStateAsync()).User.UserId();
        return await GetStandingAsync(guildId) >= GuildStanding.Member
            ? await calls.TryAsync(() => question(cluster.GetGrain<IGuildBoardsGrain>(guildId), me))
            : new(default, GuildOutage.NotAllowed);
    }

    // The grain checks the audience; it is told who looks, and how they stand to the guild.
    private async Task<GuildReading<T>> AskDigestsAsync<T>(long guildId, Func<IGuildDigestsGrain, Viewer, Task<T>> question)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var standing = await access.GetStandingAsync(user, guildId);
        return user.UserId() is { } me && standing >= GuildStanding.Member
            ? await calls.TryAsync(() => question(cluster.GetGrain<IGuildDigestsGrain>(guildId), new Viewer(me, standing >= GuildStanding.Manager)))
            : new(default, GuildOutage.NotAllowed);
    }
}
