using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Audit;
using CommunityIntel.Grains.Xp;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Audit;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;

namespace CommunityIntel.Grains.Guilds;

/// <summary>XP in the hands of those who manage the guild. Changes do not interleave with a batch: each is a commit of its own.</summary>
public sealed partial class GuildGrain : IGuildXpGrain
{
    private XpPreviews? _previews;

    public Task<XpRuleSettings> GetXpRulesAsync() => Task.FromResult(XpRuleWire.ToWire(_guild.Rules));

    public Task<VersionedXpRules> GetVersionedRulesAsync() => Task.FromResult(new VersionedXpRules(XpRuleWire.ToWire(_guild.Rules), _guild.RulesVersion));

    public async Task<SettingsAnswer> SaveRulesAsync(XpRuleSettings settings, int version, Actor actor)
    {
        MustBeWhole();
        if (XpRuleWire.ToDomain(settings, out var refusals) is not { } rules) return new XpRulesRefused(refusals);
        if (version != _guild.RulesVersion) return await ChangedMeanwhileAsync(_guild.RulesVersion, AuditKind.XpRulesChanged);
        if (rules == _guild.Rules) return new SettingsSaved(version);
        await ChangeRulesAsync(settings, rules, actor, 0, null);
        return new SettingsSaved(_guild.RulesVersion);
    }

    public Task<XpPreview> PreviewRulesAsync(XpRuleSettings settings)
    {
        if (XpRuleWire.ToDomain(settings, out var refusals) is not { } rules)
            return Task.FromResult(new XpPreview(new(0, 0, []), new(0, 0, []), 0, 0, 0, 0, 0, false, refusals));
        _previews ??= queries.PreviewsOf(GuildId);
        return Outage.Translate(() => _previews.ComputeAsync(rules, _guild, _calendar));
    }

    public async Task<XpChangeAnswer> ChangeXpAsync(XpChange change, Actor actor)
    {
        MustBeWhole();
        if (change.Kind != XpChangeKind.Reset && change.Amount is < 0 or > XpCurve.MostXp) return new XpChangeAnswer(XpChangeOutcome.AmountOutOfRange);
        if (await Outage.Translate(() => queries.Audit.FindRequestAsync(GuildId, change.RequestKey)) is { } done) return Answer(done.Entry);
        await EnsureKnownAsync([change.UserId]);
        if (_guild.MemberOf(change.UserId).IsBot) return new XpChangeAnswer(XpChangeOutcome.IsBot);
        if (_guild.Choices.GetValueOrDefault(change.UserId).HasFlag(PrivacyChoices.StopCollecting)) return new XpChangeAnswer(XpChangeOutcome.NotCollected);
        var now = NowMs;
        if (change.Name is { } name) _guild.MemberUpdated(change.UserId, name, change.Avatar, false, null, now);
        var edited = _guild.EditXp(change.UserId, (XpEdit)(int)change.Kind, Math.Max(0, change.Amount), AuditWire.ToDomain(actor), now, change.RequestKey);
        var changes = _guild.TakeChanges();
        if (!changes.IsEmpty) await CommitAsync(changes);
        return Answer(edited.Before, edited.After, edited.AuditId);
    }

    public async Task<EverybodyResetAnswer> ResetEverybodyAsync(string requestKey, Actor actor)
    {
        MustBeWhole();
        if (await Outage.Translate(() => queries.Audit.FindRequestAsync(GuildId, requestKey)) is { } done) return new EverybodyResetAnswer(AuditWire.MembersOf(done.Entry.Before), done.Entry.Id);
        var note = new AuditEntry(_guild.LastAuditId + 1, AuditKind.EverybodyReset, AuditWire.ToDomain(actor), 0, null, null, NowMs, 0, requestKey);
        var members = await WriteEverybodyAsync(note, repair => queries.Snapshots.ResetAsync(GuildId, _epoch, note, repair));
        return new EverybodyResetAnswer(members, members == 0 ? 0 : note.Id);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void MustBeWhole()
    {
        if (_broken) throw new StorageUnavailableException("this activation is going away");
    }

    private Task<bool> EnsureKnownAsync(IEnumerable<long> userIds) => Outage.Translate(async () =>
    {
        await RememberAsync(userIds.Where(id => !_guild.Knows(id)).ToHashSet());
        return true;
    });

    // Whoever is in voice is credited by the old rules first.
    private async Task ChangeRulesAsync(XpRuleSettings settings, XpRules rules, Actor actor, long undoesId, string? requestKey)
    {
        await EnsureKnownAsync(_guild.InVoice.Keys);
        var before = AuditWire.ToJson(XpRuleWire.ToWire(_guild.Rules));
        _guild.ChangeRules(rules, NowMs);
        _guild.Note(AuditWire.ToDomain(actor), AuditKind.XpRulesChanged, 0, before, AuditWire.ToJson(settings), NowMs, undoesId, requestKey);
        await CommitAsync(_guild.TakeChanges());
    }

    private async Task<SettingsChangedMeanwhile> ChangedMeanwhileAsync(int version, AuditKind kind)
    {
        var last = await Outage.Translate(() => queries.Audit.ReadAsync(GuildId, new AuditFilter(null, [kind], null, null), 1));
        return last is [var entry]
            ? new SettingsChangedMeanwhile(version, entry.Entry.Actor.Name, DateTimeOffset.FromUnixTimeMilliseconds(entry.Entry.AtMs))
            : new SettingsChangedMeanwhile(version, null, null);
    }

    // Written past the group commit, and with it that roles are to follow. Members are read again as they act; when it is unknown what
    // became of it, everything is.
    private async Task<long> WriteEverybodyAsync(AuditEntry note, Func<RewardRepair?, Task<long>> write)
    {
        try
        {
            long members;
            using (await _turn.TakeAsync())
            {
                members = await write(_guild.NewRepair(RepairCause.LevelsChanged, NowMs));
                if (members > 0) _guild.RestoreAudit(note.Id);
                _guild.ForgetMembers();
                _boards.Forget();
                _written.CommittedEverywhere();
            }

            _guild.StartRepair(RepairCause.LevelsChanged, NowMs);
            var changes = _guild.TakeChanges();
            if (!changes.IsEmpty) await CommitAsync(changes);
            return members;
        }
        catch (Exception e) when (e is CommitFailedException or FencedException)
        {
            ThrowAway(e.Message);
            throw new StorageUnavailableException(e.Message);
        }
    }

    private XpChangeAnswer Answer(AuditEntry entry) => Answer(XpInAudit.Read(entry.Before) ?? 0, XpInAudit.Read(entry.After) ?? 0, entry.Id);

    private XpChangeAnswer Answer(long before, long after, long entryId)
    {
        var curve = _guild.Rules.Curve;
        return new XpChangeAnswer(entryId == 0 ? XpChangeOutcome.NothingToChange : XpChangeOutcome.Done, before, after, curve.LevelOf(before), curve.LevelOf(after), entryId);
    }
}
