using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.Web.Tests;

/// <summary>Keeps the settings of digests and their version while it lives; one of its channels is refused, and daily ones where the plan has none.</summary>
public sealed partial class ScriptedGuild : IGuildDigestSettingsGrain
{
    public const long ForgottenChannelId = 58;

    private DigestSettings? _digests;
    private int _digestsVersion;
    private string? _digestsSavedBy;

    public Task<VersionedDigestSettings> GetDigestSettingsAsync() => Task.FromResult(new VersionedDigestSettings(
        _digests ?? (this.GetPrimaryKeyLong() == ScriptedSite.GuildId ? DigestSettings.Usual with { ChannelIds = [7, 55], IsWeekly = true, PostChannelId = 56 } : DigestSettings.Usual), _digestsVersion));

    public Task<SettingsAnswer> SaveDigestSettingsAsync(DigestSettings settings, int version, Actor actor)
    {
        if (settings.ChannelIds.Contains(ForgottenChannelId))
            return Task.FromResult<SettingsAnswer>(new DigestSettingsRefused(
                [new(DigestProblemKind.ChannelUnknown, ForgottenChannelId), new(DigestProblemKind.PostChannelUnusable, settings.PostChannelId), new(DigestProblemKind.RoleUnknown, RoleId: 70)]));
        if (settings.IsDaily && this.GetPrimaryKeyLong() == ScriptedPlans.Free)
            return Task.FromResult<SettingsAnswer>(new PlanRefused(PlanLimit.DailyDigests, Plan.Pro, 0));
        if (version != _digestsVersion)
            return Task.FromResult<SettingsAnswer>(new SettingsChangedMeanwhile(_digestsVersion, _digestsSavedBy, Now));
        (_digests, _digestsSavedBy) = (settings, actor.Name);
        return Task.FromResult<SettingsAnswer>(new SettingsSaved(++_digestsVersion));
    }

    public Task<DigestChoices> GetDigestChoicesAsync() => Task.FromResult(new DigestChoices(
        [
            new(7, "<general>", 0, 50, true), new(54, Hebrew, 0, 50, true), new(55, "staff-room", 0, null, false), new(56, "news", 5, 50, true), new(57, null, 0, null, false),
            new(ForgottenChannelId, "forgotten", 0, null, true),
        ],
        [new(this.GetPrimaryKeyLong(), "@everyone"), new(70, "<Regular>"), new(71, "Booster")], 12_345));
}
