using System.Security.Claims;
using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.TimeZones;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Access;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// Every change that the web makes to a guild goes through here: it checks that the person may, and tells the grain who it is. Each call
/// names its request or the version that was seen, so that asking twice changes once.
/// </summary>
public sealed class GuildEditor(IClusterClient cluster, GuildAccess access, AccessRules rules, GuildCalls calls, AuthenticationStateProvider authentication)
{
    /// <summary>A reset of everybody in a large guild.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    /// <param name="version">The one that the person saw.</param>
    public Task<GuildReading<SettingsAnswer>> SaveRulesAsync(long guildId, XpRuleSettings settings, int version) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildXpGrain>(guildId).SaveRulesAsync(settings, version, actor), Short);

    /// <param name="version">The one that the person saw.</param>
    public Task<GuildReading<SettingsAnswer>> SaveRewardsAsync(long guildId, RewardSettings settings, int version) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildRewardsGrain>(guildId).SaveRewardsAsync(settings, version, actor), Short);

    /// <param name="version">The one that the person saw.</param>
    public Task<GuildReading<SettingsAnswer>> SaveAnnouncementsAsync(long guildId, AnnouncementSettings settings, int version) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildRewardsGrain>(guildId).SaveAnnouncementsAsync(settings, version, actor), Short);

    /// <param name="version">The one that the person saw.</param>
    public Task<GuildReading<SettingsAnswer>> SaveDigestSettingsAsync(long guildId, DigestSettings settings, int version) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildDigestSettingsGrain>(guildId).SaveDigestSettingsAsync(settings, version, actor), Short);

    /// <summary>What a member thinks of a digest; false: there is none, or it is not for them.</summary>
    public async Task<GuildReading<bool>> RateDigestAsync(long guildId, long digestId, bool isUseful)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var standing = await access.GetStandingAsync(user, guildId);
        if (user.UserId() is not { } me || standing < GuildStanding.Member) return new(default, GuildOutage.NotAllowed);
        var viewer = new Viewer(me, standing >= GuildStanding.Manager);
        return await calls.TryAsync(() => cluster.GetGrain<IGuildDigestsGrain>(guildId).RateAsync(viewer, digestId, isUseful), Short);
    }

    /// <summary>Looks through everybody's roles; null when levels give none.</summary>
    public Task<GuildReading<RepairProgress?>> RepairAsync(long guildId) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildRewardsGrain>(guildId).RepairAsync(actor), Short);

    /// <summary>What Discord refused is asked for once more; how many.</summary>
    public Task<GuildReading<int>> TryAgainAsync(long guildId) => ChangeAsync(guildId, _ => cluster.GetGrain<IOutboxGrain>(0).TryAgainAsync(guildId), Short);

    /// <param name="zone">IANA id.</param>
    public Task<GuildReading<ZoneAnswer>> ChooseTimeZoneAsync(long guildId, string zone) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildClockGrain>(guildId).ChooseTimeZoneAsync(zone, actor), Short);

    public Task<GuildReading<bool>> SaveAccessAsync(long guildId, AccessSettings settings) => ChangeAsync(guildId, async actor =>
    {
        await cluster.GetGrain<IGuildAccessGrain>(guildId).SaveAccessAsync(settings, actor);
        rules.Forget(guildId);
        return true;
    }, Short);

    public Task<GuildReading<NoteAnswer>> AddNoteAsync(long guildId, DateOnly day, string text, string requestKey) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildNotesGrain>(guildId).AddNoteAsync(day, text, requestKey, actor), Short);

    /// <summary>False: it was not there.</summary>
    public Task<GuildReading<bool>> DeleteNoteAsync(long guildId, long noteId) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildNotesGrain>(guildId).DeleteNoteAsync(noteId, actor), Short);

    public Task<GuildReading<XpChangeAnswer>> ChangeXpAsync(long guildId, XpChange change) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildXpGrain>(guildId).ChangeXpAsync(change, actor), Short);

    public Task<GuildReading<EverybodyResetAnswer>> ResetEverybodyAsync(long guildId, string requestKey) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildXpGrain>(guildId).ResetEverybodyAsync(requestKey, actor), Long);

    public Task<GuildReading<UndoAnswer>> UndoAsync(long guildId, long entryId, string requestKey) =>
        ChangeAsync(guildId, actor => cluster.GetGrain<IGuildAuditGrain>(guildId).UndoAsync(entryId, requestKey, actor), Long);

    // One place for all changes by those who manage the guild.
    private async Task<GuildReading<T>> ChangeAsync<T>(long guildId, Func<Actor, Task<T>> change, TimeSpan patience)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (ActorOf(user) is not { } actor || await access.GetStandingAsync(user, guildId) < GuildStanding.Manager) return new(default, GuildOutage.NotAllowed);
        return await calls.TryAsync(() => change(actor), patience);
    }

    private static Actor? ActorOf(ClaimsPrincipal user) => user.UserId() is { } id ? new Actor(id, user.Identity?.Name ?? $"#{id}", ActorSource.Dashboard) : null;
}
