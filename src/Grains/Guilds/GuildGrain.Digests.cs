using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Grains.Audit;
using CommunityIntel.Grains.Digests;
using Microsoft.Extensions.Logging;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Whose text is kept, and what digests are made from. The digests themselves are made elsewhere: nothing here waits for a model.</summary>
public sealed partial class GuildGrain : IGuildDigestSettingsGrain, IDigestBasisGrain
{
    private TextWish Wish => _guild.DigestsVersion == 0 ? TextWish.None : _guild.Digests.ChannelIds.Count == 0 ? TextWish.Changes : TextWish.Texts | TextWish.Changes;

    public Task<VersionedDigestSettings> GetDigestSettingsAsync() => Task.FromResult(new VersionedDigestSettings(DigestWire.ToWire(_guild.Digests), _guild.DigestsVersion));

    public async Task<SettingsAnswer> SaveDigestSettingsAsync(DigestSettings settings, int version, Actor actor)
    {
        MustBeWhole();
        var current = _guild.DigestsVersion;
        return version != current ? await ChangedMeanwhileAsync(current, AuditKind.DigestSettingsChanged) : await ChangeDigestsAsync(settings, actor, 0, null);
    }

    public Task<DigestChoices> GetDigestChoicesAsync() => Outage.Translate(async () =>
    {
        var channels = _guild.Channels.Values.Where(c => c is { IsDeleted: false, IsForText: true } or { IsDeleted: false, Type: 4 });
        var roles = _guild.Roles.Values.Where(r => r is { IsDeleted: false, IsManaged: false }).OrderByDescending(r => r.Position).ThenBy(r => r.Id);
        return new DigestChoices([.. channels.Select(ToDigestChannel)], [.. roles.Select(r => new DigestRole(r.Id, r.Name))], await queries.Texts.CountAsync(GuildId));
    });

    public async Task<DigestBasis?> GetDigestBasisAsync(long viewerId)
    {
        MustBeWhole();
        if (_guild.Identity == GuildIdentity.Unknown) return null;
        var (identity, audience) = (_guild.Identity, _guild.Digests.AudienceRoleId);
        var isForAll = audience == 0 || audience == GuildId;
        if (viewerId != 0 && !isForAll) await EnsureKnownAsync([viewerId]);
        var isOfAudience = isForAll || (viewerId != 0 && _guild.MemberOf(viewerId).RoleIds.Contains(audience));
        var channels = _guild.TextChannelIds().Select(id => _guild.Channels.GetValueOrDefault(id)).OfType<Channel>().Where(c => !c.IsDeleted);
        return new DigestBasis(
            identity.Name, identity.PreferredLocale, _calendar.Zone.Id, identity.FirstDate, identity.BotPresent,
            DigestWire.ToWire(_guild.Digests with { IsDaily = _guild.Digests.IsDaily && Limits.DailyDigests }), _guild.DigestsVersion,
            [.. channels.Select(ToDigestChannel)], isOfAudience, VisibleFrom, Limits.ModelRequestsPerDay);
    }

    public async Task<IReadOnlyList<DigestName>> GetNamesAsync(IReadOnlyList<long> userIds)
    {
        MustBeWhole();
        await EnsureKnownAsync(userIds);
        return [.. userIds.Distinct().Select(_guild.MemberOf).Where(m => m.Name is not null).Select(m => new DigestName(m.UserId, m.Name!, m.Privacy == PrivacyChoices.None))];
    }

    public Task<IReadOnlyList<long>> GetUnreadableAsync(IReadOnlyList<long> channelIds) =>
        Task.FromResult<IReadOnlyList<long>>([.. channelIds.Where(id => !_guild.CanRead(AudienceRoles, id))]);

    public async Task PostDigestAsync(DigestSpan span, DateOnly firstDay)
    {
        MustBeWhole();
        if (_guild.Digests.PostChannelId == 0) return;
        _guild.Changes.ToDo(new PostDigest(_guild.Digests.PostChannelId, (int)span, firstDay));
        await CommitAsync(_guild.TakeChanges());
    }

    private async Task<SettingsAnswer> ChangeDigestsAsync(DigestSettings settings, Actor actor, long undoesId, string? requestKey)
    {
        var after = DigestWire.ToDomain(settings);
        if (undoesId == 0 && RefuseDigests(after) is { } refused) return refused;
        var change = new SettingsChange(
            AuditWire.ToDomain(actor), AuditWire.ToJson(DigestWire.ToWire(_guild.Digests)), AuditWire.ToJson(DigestWire.ToWire(after)), NowMs, undoesId, requestKey);
        // Before it is durable: a reminder too many finds nothing to do and goes; one that is missing would never be missed.
        if (after.IsDaily || after.IsWeekly) await PlanDigestsAsync(isPlanned: true);
        if (change.Before == change.After && _guild.DigestsVersion > 0 && undoesId == 0) return new SettingsSaved(_guild.DigestsVersion);
        var problems = _guild.ChangeDigests(after, change);
        if (problems.Count > 0) return new DigestSettingsRefused([.. problems.Select(DigestWire.ToWire)]);
        await CommitAsync(_guild.TakeChanges());
        if (!after.IsDaily && !after.IsWeekly) await PlanDigestsAsync(isPlanned: false);
        return new SettingsSaved(_guild.DigestsVersion);
    }

    // Who saves again tries again.
    private async Task PlanDigestsAsync(bool isPlanned)
    {
        try
        {
            await GrainFactory.GetGrain<IGuildDigestsGrain>(GuildId).RescheduleAsync(isPlanned);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or StorageUnavailableException)
        {
            Log.NotRescheduled(logger, GuildId, e.Message);
        }
    }

    private DigestChannel ToDigestChannel(Channel c) => new(
        c.Id, c.Name, c.Type, c.ParentId, _guild.CanRead(AudienceRoles, c.Id));

    private long[] AudienceRoles => _guild.Digests.AudienceRoleId is not 0 and var role ? [role] : [];
}
