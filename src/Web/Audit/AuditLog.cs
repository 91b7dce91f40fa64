using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.Languages;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Settings;
using CommunityIntel.Web.Xp;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Audit;

/// <summary>The audit log as pages and the download show it: with the words and names that its entries need.</summary>
public sealed class AuditLog(GuildReader guilds, IStringLocalizer<Texts> texts)
{
    public Task<GuildReading<AuditPage>> ReadAsync(long guildId, AuditChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return guilds.GetAuditAsync(guildId, choice.Query);
    }

    /// <summary>Null when there is no such entry.</summary>
    public async Task<GuildReading<AuditRecord?>> FindAsync(long guildId, long entryId)
    {
        var page = await guilds.GetAuditAsync(guildId, new(entryId == long.MaxValue ? null : entryId + 1, 1));
        return new(page.Value?.Entries.FirstOrDefault(entry => entry.Id == entryId), page.Outage);
    }

    public async Task<AuditText> WordsAsync(long guildId)
    {
        var (choices, rules) = (guilds.GetScopeChoicesAsync(guildId), guilds.GetVersionedRulesAsync(guildId));
        var names = (await choices).Value is { } known ? new ScopeIndex(known, texts).Names : GuildNames.None;
        return new(texts, names, (await rules).Value is { } held ? CurveChoice.Of(held.Settings.Curve) : new(null, null));
    }

    /// <summary>Who took entries back, by the id of what they took back; those that are not on the page are looked up.</summary>
    public async Task<IReadOnlyDictionary<long, string>> TakenBackByAsync(long guildId, IReadOnlyList<AuditRecord> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var known = entries.ToDictionary(entry => entry.Id);
        var found = new Dictionary<long, string>();
        foreach (var entry in entries.Where(entry => entry.UndoneById is not null))
        {
            var by = known.GetValueOrDefault(entry.UndoneById!.Value) ?? (await FindAsync(guildId, entry.UndoneById.Value)).Value;
            if (by is not null)
                found[entry.Id] = by.Actor.Name;
        }
        return found;
    }
}
