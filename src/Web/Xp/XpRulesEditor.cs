using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Languages;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Xp;

/// <summary>What the editors of a guild's XP rules have in common: the rules are one, on several pages.</summary>
public abstract class XpRulesEditor : SettingsEditor<XpRuleSettings>
{
    [Inject] protected GuildReader Guilds { get; set; } = default!;
    [Inject] private GuildEditor Changes { get; set; } = default!;
    [Inject] private IStringLocalizer<Texts> Texts { get; set; } = default!;

    protected GuildNames Names { get; set; } = GuildNames.None;

    protected override async Task<GuildReading<Versioned<XpRuleSettings>>> ReadAsync()
    {
        if ((await Guilds.GetScopeChoicesAsync(GuildId)).Value is { } choices)
            Names = new ScopeIndex(choices, Texts).Names;
        var read = await Guilds.GetVersionedRulesAsync(GuildId);
        return new(read.Value is { } rules ? new(rules.Settings, rules.Version) : null, read.Outage);
    }

    protected override Task<GuildReading<SettingsAnswer>> WriteAsync(XpRuleSettings settings, int version) =>
        Changes.SaveRulesAsync(GuildId, settings, version);

    protected override IReadOnlyList<SettingField> Describe(XpRuleSettings settings) => new XpRulesText(Texts, Names).Describe(settings);

    protected override IReadOnlyList<FieldFault> FaultsOf(SettingsAnswer refused) =>
        refused is XpRulesRefused { Refusals: var refusals } ? FaultsOf(refusals) : [];

    protected IReadOnlyList<FieldFault> FaultsOf(IEnumerable<XpRuleRefusal> refusals) => new XpRefusalText(Texts, Names).Faults(refusals);
}
