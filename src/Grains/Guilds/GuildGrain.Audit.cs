using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Grains.Audit;
using CommunityIntel.Grains.Rewards;
using CommunityIntel.Grains.Xp;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Xp;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;

namespace CommunityIntel.Grains.Guilds;

/// <summary>What was done by hand, and taking it back. A request that was answered before is answered the same again.</summary>
public sealed partial class GuildGrain : IGuildAuditGrain
{
    private static readonly AuditKind[] XpKinds = [AuditKind.XpGiven, AuditKind.XpTaken, AuditKind.XpSet, AuditKind.XpReset, AuditKind.EverybodyReset];

    public Task<AuditPage> GetAuditAsync(AuditQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Take, Math.Clamp(query.Take, 1, 100));
        return Outage.Translate(async () =>
        {
            var filter = new AuditFilter(query.Before, query.Action is { } action ? [(AuditKind)(int)action] : null, query.ActorId, query.SubjectId);
            var found = await queries.Audit.ReadAsync(GuildId, filter, query.Take + 1);
            return new AuditPage([.. found.Take(query.Take).Select(ToWire)], found.Count > query.Take ? found[query.Take - 1].Entry.Id : null);
        });
    }

    public async Task<UndoAnswer> UndoAsync(long entryId, string requestKey, Actor actor)
    {
        MustBeWhole();
        if (await DoneBeforeAsync(requestKey) is { } done) return done;
        var found = await Outage.Translate(() => queries.Audit.FindAsync(GuildId, entryId));
        return found is null ? new UndoAnswer(UndoOutcome.NotFound, null) : await UndoAsync(found, requestKey, actor);
    }

    public async Task<UndoAnswer> UndoLastAsync(long? subjectId, string requestKey, Actor actor)
    {
        MustBeWhole();
        if (await DoneBeforeAsync(requestKey) is { } done) return done;
        var found = await Outage.Translate(() => queries.Audit.FindStandingAsync(GuildId, XpKinds, subjectId));
        return found is null ? new UndoAnswer(UndoOutcome.NotFound, null) : await UndoAsync(found, requestKey, actor);
    }

    private async Task<UndoAnswer> UndoAsync(StoredAuditEntry found, string requestKey, Actor actor)
    {
        if (found.UndoneById is not null) return new UndoAnswer(UndoOutcome.AlreadyUndone, null);
        if (!CanUndo(found)) return new UndoAnswer(UndoOutcome.TooLate, null);
        var undone = found.Entry.Kind switch
        {
            AuditKind.EverybodyReset => await RestoreEverybodyAsync(found.Entry, requestKey, actor),
            AuditKind.XpRulesChanged => await RestoreRulesAsync(found.Entry, requestKey, actor),
            AuditKind.AccessChanged => await RestoreAccessAsync(found.Entry, requestKey, actor),
            AuditKind.TimeZoneChanged => await RestoreZoneAsync(found.Entry, requestKey, actor),
            AuditKind.NoteAdded => await TakeNoteBackAsync(found.Entry, requestKey, actor),
            AuditKind.NoteDeleted => await RestoreNoteAsync(found.Entry, requestKey, actor),
            AuditKind.RewardsChanged => RewardWire.RewardsOf(found.Entry.Before) is { } rewards
                && await ChangeRewardsAsync(RewardWire.ToDomain(rewards), actor, found.Entry.Id, requestKey) is SettingsSaved,
            AuditKind.AnnouncementsChanged => RewardWire.AnnouncementsOf(found.Entry.Before) is { } message
                && await ChangeAnnouncementsAsync(RewardWire.ToDomain(message), actor, found.Entry.Id, requestKey) is SettingsSaved,
            AuditKind.DigestSettingsChanged => AuditWire.DigestsOf(found.Entry.Before) is { } digests
                && await ChangeDigestsAsync(digests, actor, found.Entry.Id, requestKey) is SettingsSaved,
            _ => await UndoEditAsync(found.Entry, requestKey, actor),
        };
        return undone ? (await DoneBeforeAsync(requestKey))! : new UndoAnswer(UndoOutcome.Refused, null);
    }

    private async Task<bool> UndoEditAsync(AuditEntry entry, string requestKey, Actor actor)
    {
        if (XpInAudit.Read(entry.Before) is not { } before || XpInAudit.Read(entry.After) is not { } after) return false;
        await EnsureKnownAsync([entry.SubjectId]);
        _guild.UndoEdit(entry.SubjectId, before, after, entry.Id, AuditWire.ToDomain(actor), NowMs, requestKey);
        await CommitAsync(_guild.TakeChanges());
        return true;
    }

    private async Task<bool> RestoreRulesAsync(AuditEntry entry, string requestKey, Actor actor)
    {
        if (AuditWire.RulesOf(entry.Before) is not { } settings || XpRuleWire.ToDomain(settings, out _) is not { } rules) return false;
        await ChangeRulesAsync(settings, rules, actor, entry.Id, requestKey);
        return true;
    }

    private async Task<bool> RestoreAccessAsync(AuditEntry entry, string requestKey, Actor actor)
    {
        if (AuditWire.AccessOf(entry.Before) is not { } access || access == ToWire(_guild.Access)) return false;
        await ChangeAccessAsync(access, actor, entry.Id, requestKey);
        return true;
    }

    private async Task<bool> RestoreZoneAsync(AuditEntry entry, string requestKey, Actor actor)
    {
        if (_zoneChange is not null || AuditWire.ZoneOf(entry.Before) is not { } zone || zone == _calendar.Zone.Id) return false;
        await ChangeZoneAsync(_calendar.Zone.Id, zone, actor, entry.Id, requestKey);
        return true;
    }

    private async Task<bool> RestoreEverybodyAsync(AuditEntry entry, string requestKey, Actor actor)
    {
        var note = new AuditEntry(_guild.LastAuditId + 1, AuditKind.EverybodyRestored, AuditWire.ToDomain(actor), 0, null, null, NowMs, entry.Id, requestKey);
        await WriteEverybodyAsync(note, repair => queries.Snapshots.RestoreAsync(GuildId, _epoch, entry.Id, note, repair));
        return true;
    }

    private async Task<UndoAnswer?> DoneBeforeAsync(string requestKey) =>
        await Outage.Translate(() => queries.Audit.FindRequestAsync(GuildId, requestKey)) is { } done ? new UndoAnswer(UndoOutcome.Done, ToWire(done)) : null;

    private AuditRecord ToWire(StoredAuditEntry stored) => AuditWire.ToWire(stored, stored.UndoneById is null && CanUndo(stored));

    private bool CanUndo(StoredAuditEntry stored) => stored.Entry.Kind switch
    {
        AuditKind.EverybodyReset => time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(stored.Entry.AtMs) < XpSnapshots.Kept,
        AuditKind.XpGiven or AuditKind.XpTaken or AuditKind.XpSet or AuditKind.XpReset or AuditKind.XpUndone or AuditKind.XpRulesChanged
            or AuditKind.RewardsChanged or AuditKind.AnnouncementsChanged or AuditKind.TimeZoneChanged or AuditKind.AccessChanged
            or AuditKind.NoteAdded or AuditKind.NoteDeleted or AuditKind.DigestSettingsChanged => true,
        _ => false,
    };
}
