using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Tests;

/// <summary>Keeps rules and their version while it lives, so that a second one who saves is told.</summary>
public sealed partial class ScriptedGuild : IGuildXpGrain, IGuildAuditGrain
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 5, 0, TimeSpan.Zero);

    private XpRuleSettings? _rules;
    private int _version;
    private Actor? _savedBy;

    public async Task<VersionedXpRules> GetVersionedRulesAsync() => new(_rules ?? await GetXpRulesAsync(), _version);

    public Task<SettingsAnswer> SaveRulesAsync(XpRuleSettings settings, int version, Actor actor)
    {
        if (settings.Message.Minimum > settings.Message.Maximum)
            return Task.FromResult<SettingsAnswer>(new XpRulesRefused([new(XpRuleFault.MessageXp, 0)]));
        if (version != _version)
            return Task.FromResult<SettingsAnswer>(new SettingsChangedMeanwhile(_version, _savedBy?.Name, Now));
        (_rules, _savedBy) = (settings, actor);
        return Task.FromResult<SettingsAnswer>(new SettingsSaved(++_version));
    }

    public Task<XpPreview> PreviewRulesAsync(XpRuleSettings settings) => Task.FromResult(new XpPreview(
        new(9, 3, [new(70, "<Regular>", 3, 0)]), new(20, 0, []), 28, 1000, 20_000, 40_000, 0, false, []));

    public Task<XpChangeAnswer> ChangeXpAsync(XpChange change, Actor actor) => Task.FromResult(new XpChangeAnswer(XpChangeOutcome.Done, 100, 150, 1, 1, 7));

    public Task<EverybodyResetAnswer> ResetEverybodyAsync(string requestKey, Actor actor) => Task.FromResult(new EverybodyResetAnswer(12, 8));

    public Task<AuditPage> GetAuditAsync(AuditQuery query) => Task.FromResult(new AuditPage([], null));

    public Task<UndoAnswer> UndoAsync(long entryId, string requestKey, Actor actor) => Task.FromResult(new UndoAnswer(UndoOutcome.NotFound, null));

    public Task<UndoAnswer> UndoLastAsync(long? subjectId, string requestKey, Actor actor) => Task.FromResult(new UndoAnswer(UndoOutcome.NotFound, null));
}
