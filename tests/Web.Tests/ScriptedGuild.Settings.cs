using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Tests;

/// <summary>Keeps rules and their version while it lives, so that a second one who saves is told.</summary>
public sealed partial class ScriptedGuild : IGuildXpGrain, IGuildScopeGrain, IGuildAuditGrain
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

    public Task<ScopeChoices> GetScopeChoicesAsync() => Task.FromResult(new ScopeChoices(
        [new(50, "Games", 4, null, false), new(7, "<general>", 0, 50, false), new(51, "stage", 13, 50, false), new(52, "a thread", 11, 7, false), new(53, "old", 0, null, true)],
        [new(70, "<Regular>", false), new(71, "Booster", false)]));

    public Task<XpChangeAnswer> ChangeXpAsync(XpChange change, Actor actor) => Task.FromResult(new XpChangeAnswer(XpChangeOutcome.Done, 100, 150, 1, 1, 7));

    public Task<EverybodyResetAnswer> ResetEverybodyAsync(string requestKey, Actor actor) => Task.FromResult(new EverybodyResetAnswer(12, 8));

    public Task<AuditPage> GetAuditAsync(AuditQuery query)
    {
        var all = new[] { Given, Reset, Undone, Rules }.Where(entry => (query.Before is not { } before || entry.Id < before) && (query.Action ?? entry.Action) == entry.Action
            && (query.ActorId ?? entry.Actor.UserId) == entry.Actor.UserId && (query.SubjectId ?? entry.SubjectId) == entry.SubjectId).OrderByDescending(entry => entry.Id).ToList();
        return Task.FromResult(new AuditPage([.. all.Take(query.Take)], all.Count > query.Take ? all[query.Take - 1].Id : null));
    }

    public Task<UndoAnswer> UndoAsync(long entryId, string requestKey, Actor actor) =>
        Task.FromResult(entryId == Given.Id ? new UndoAnswer(UndoOutcome.Done, Undone) : new UndoAnswer(UndoOutcome.TooLate, null));

    public Task<UndoAnswer> UndoLastAsync(long? subjectId, string requestKey, Actor actor) => Task.FromResult(new UndoAnswer(UndoOutcome.NotFound, null));

    private static readonly Actor Mana = new(2, "=Mana", ActorSource.Dashboard);

    private static AuditRecord Given { get; } = new(1, AuditAction.XpGiven, Now, Mana, 3, "<member>", """{"xp":100}""", """{"xp":1150}""", null, null, true);

    private static AuditRecord Reset { get; } = new(2, AuditAction.XpReset, Now, Mana, 3, "<member>", """{"xp":1150}""", """{"xp":0}""", null, 3, false);

    private static AuditRecord Undone { get; } = new(3, AuditAction.XpUndone, Now, new(1, "Owner", ActorSource.Command), 3, "<member>", """{"xp":0}""", """{"xp":1150}""", 2, null, true);

    private static AuditRecord Rules { get; } = new(4, AuditAction.XpRulesChanged, Now, Mana, 0, null, RulesJson(25, "[]"), RulesJson(40, """[{"is_role":true,"target_id":71,"percent":200}]"""), null, null, true);

    private static string RulesJson(int most, string factors) => $$"""
        {"curve":{"kind":"Mee6","a":0,"b":0,"c":0,"d":0},"message":{"minimum":15,"maximum":{{most}},"cooldown_seconds":60,"once_per_block":false,"minimum_length":0,"ignores_repeats":false,"ignores_commands":false},
        "voice":{"per_minute":0,"not_alone":true,"not_self_muted":true,"not_self_deafened":true,"not_server_muted":true,"not_in_afk_channel":true},
        "where":{"only_channels":false,"channel_ids":[],"only_roles":false,"role_ids":[]},"factors":{{factors}},"times":[]}
        """;
}
