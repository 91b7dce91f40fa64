using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Digests;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Storage.Digests;
using Content = CommunityIntel.Domain.Digests.DigestItem;
using DigestSettings = CommunityIntel.GrainInterfaces.Digests.DigestSettings;
using DigestItem = CommunityIntel.GrainInterfaces.Digests.DigestItem;
using DigestItemKind = CommunityIntel.GrainInterfaces.Digests.DigestItemKind;
using DigestMood = CommunityIntel.GrainInterfaces.Digests.DigestMood;

namespace CommunityIntel.Grains.Digests;

/// <summary>A digest that was made and is to be read.</summary>
internal sealed record MadeReading(DigestSpan Span, DateOnly First, DateOnly Last, DigestLanguage Language, DigestFigures Figures, MadeDigest Made);

/// <summary>
/// Stores digests and brings them into the shape in which they are read: quotations from the texts that are there now, names only where the guild names
/// authors, channels by their names of now.
/// </summary>
public sealed class DigestReadings(DigestStore store, KeptTextReader texts)
{
    /// <summary>Fewer messages than these, and nothing to say of them, are not worth a post.</summary>
    private const int FewestPosted = DigestRules.FewestMessages;

    internal Task<long?> LastMessageOfAsync(long guildId, long userId) => texts.LastMessageOfAsync(guildId, userId);

    internal Task<bool> RateAsync(long guildId, long digestId, long userId, bool isUseful) => store.RateAsync(guildId, digestId, userId, isUseful);

    internal async Task<bool> IsStoredAsync(long guildId, DigestSpan span, DateOnly first) => await store.FindAsync(guildId, (int)span, first, 0) is not null;

    internal async Task<bool> IsWorthPostingAsync(long guildId, DigestSpan span, DateOnly first) =>
        await store.FindAsync(guildId, (int)span, first, 0) is { } found && (found.Items.Count > 0 || FiguresOf(found.Digest.Figures).Messages >= FewestPosted);

    internal Task SaveAsync(long guildId, DigestBasis basis, MadeReading r) => store.SaveAsync(
        guildId,
        new StoredDigest(
            0, (int)r.Span, r.First, r.Last, basis.Settings.AudienceRoleId, basis.TimeZone, r.Language, (int)r.Made.Maker, r.Made.Content.Mood, JsonSerializer.Serialize(r.Figures, ReadingJson.Default.DigestFigures),
            JsonSerializer.Serialize(r.Made.Making, ReadingJson.Default.DigestMaking), r.Made.Making.CostMicros, r.Made.Content.Items.Count, 0, r.Made.Making.MadeAt),
        [.. r.Made.Content.Items.Select(i => new StoredItem(i.Kind, i.Title, i.Text, i.Authors, SourcesOf(i, r.Made.Sources)))]);

    internal async Task<IReadOnlyList<DigestEntry>> ReadListAsync(IDigestBasisGrain guild, long guildId, DigestBasis basis, bool isForManager, long? beforeId, int most)
    {
        var entries = await store.ReadListAsync(guildId, isForManager ? null : basis.Settings.AudienceRoleId, beforeId, most);
        var quoted = await texts.FindAsync(guildId, [.. entries.Select(e => e.LeadSource).OfType<long>()]);
        var closed = await ClosedAsync(guild, [.. entries.Select(e => e.LeadChannelId)]);
        var mask = await MaskAsync(guild, guildId, basis, [.. quoted.Values.Select(q => new StoredSource(q.Message.MessageId, q.Message.ChannelId, q.Message.AuthorId, 0))], DigestLanguage.English);
        return [.. entries.Select(e => new DigestEntry(
            e.Digest.Id, (DigestSpan)e.Digest.Span, e.Digest.First, e.Digest.Last, (DigestMaker)e.Digest.Maker,
            closed.Contains(e.LeadChannelId) ? "" : e.LeadSource is { } source && quoted.TryGetValue(source, out var text) ? QuoteOf(text, mask, e.Digest.Language) : e.Lead,
            e.Digest.Items - e.Digest.Removed, FiguresOf(e.Digest.Figures).Messages, e.Digest.CostMicros, MakingOf(e.Digest.MadeBy).Currency, e.Digest.MadeAt))];
    }

    internal async Task<DigestReading?> FindAsync(IDigestBasisGrain guild, long guildId, DigestBasis basis, DigestSpan span, DateOnly first, Viewer viewer)
    {
        if (await store.FindAsync(guildId, (int)span, first, viewer.UserId) is not { } found) return null;
        var d = found.Digest;
        // Made for others than those who may read now.
        if (!viewer.IsManager && d.Audience != basis.Settings.AudienceRoleId) return null;
        var items = await ItemsAsync(guild, guildId, basis, found.Items, d.Language, isStored: true);
        return new DigestReading(
            d.Id, span, d.First, d.Last, d.TimeZone, false, DigestWords.CodeOf(d.Language), (DigestMaker)d.Maker, (DigestMood)(int)d.Mood, FiguresOf(d.Figures), items,
            d.Removed, MakingOf(d.MadeBy), found.Useful, found.NotUseful, found.Mine);
    }

    /// <summary>One that is not stored: items of which a message was edited or deleted meanwhile are left out here.</summary>
    internal async Task<DigestReading> OfAsync(IDigestBasisGrain guild, long guildId, DigestBasis basis, MadeReading r)
    {
        var all = r.Made.Content.Items.Select(i => new StoredItem(i.Kind, i.Title, i.Text, i.Authors, SourcesOf(i, r.Made.Sources))).ToList();
        var items = await ItemsAsync(guild, guildId, basis, all, r.Language, isStored: false);
        return new DigestReading(
            0, r.Span, r.First, r.Last, basis.TimeZone, true, DigestWords.CodeOf(r.Language), r.Made.Maker, (DigestMood)(int)r.Made.Content.Mood, r.Figures, items,
            all.Count - items.Count, r.Made.Making, 0, 0, null);
    }

    private async Task<IReadOnlyList<DigestItem>> ItemsAsync(
        IDigestBasisGrain guild, long guildId, DigestBasis basis, IReadOnlyList<StoredItem> items, DigestLanguage language, bool isStored)
    {
        var kept = await texts.FindAsync(guildId, [.. items.SelectMany(i => i.Sources).Select(s => s.MessageId)]);
        if (!isStored) items = [.. items.Where(i => i.Sources.All(s => kept.TryGetValue(s.MessageId, out var text) && text.Hash == s.TextHash))];
        else if (await ClosedAsync(guild, [.. items.SelectMany(i => i.Sources).Select(s => s.ChannelId)]) is { Count: > 0 } closed)
            items = [.. items.Where(i => !i.Sources.Any(s => closed.Contains(s.ChannelId)))];
        var mask = await MaskAsync(guild, guildId, basis, [.. items.SelectMany(i => i.Sources)], language);
        var names = basis.Settings.NamesAuthors ? (await guild.GetNamesAsync([.. items.SelectMany(i => i.Sources).Select(s => s.AuthorId)])).Where(n => n.IsShown).ToDictionary(n => n.UserId, n => n.Name) : [];
        var channels = basis.Channels.ToDictionary(c => c.Id, c => c.Name);
        return [.. items.Select(i => new DigestItem(
            (DigestItemKind)(int)i.Kind, mask.In(i.Title),
            i.Text is { } written ? mask.In(written) : kept.TryGetValue(i.Sources[0].MessageId, out var quoted) ? QuoteOf(quoted, mask, language) : null,
            i.Text is null,
            [.. i.Sources.Take(DigestRules.MostSources).Select(s => new DigestSource(s.ChannelId, channels.GetValueOrDefault(s.ChannelId), s.MessageId, names.GetValueOrDefault(s.AuthorId)))],
            i.Authors))];
    }

    // A digest that is read later than it was made is of channels that its audience may not read any more.
    private static async Task<IReadOnlySet<long>> ClosedAsync(IDigestBasisGrain guild, IReadOnlyList<long> channelIds)
    {
        var ids = channelIds.Where(id => id != 0).Distinct().ToList();
        return ids.Count == 0 ? new HashSet<long>() : (await guild.GetUnreadableAsync(ids)).ToHashSet();
    }

    // Names of those who wrote around the messages that are shown: all of them, or only of who is not to be named.
    private async Task<NameMask> MaskAsync(IDigestBasisGrain guild, long guildId, DigestBasis basis, IReadOnlyList<StoredSource> sources, DigestLanguage language)
    {
        if (sources.Count == 0) return new NameMask([], "");
        var around = await texts.AuthorsAsync(guildId, [.. sources.Select(s => s.ChannelId).Distinct()], sources.Min(s => s.MessageId), sources.Max(s => s.MessageId), NameMask.MostNames);
        var names = await guild.GetNamesAsync([.. around.Concat(sources.Select(s => s.AuthorId)).Distinct()]);
        return new NameMask(names.Where(n => !basis.Settings.NamesAuthors || !n.IsShown).Select(n => n.Name), DigestWords.SomeoneIn(language));
    }

    private static string QuoteOf(ReadText text, NameMask mask, DigestLanguage language) =>
        mask.In(DigestText.Line(DigestText.WithoutMentions(text.Message.Text, DigestWords.SomeoneIn(language)), DigestRules.LongestText));

    private static IReadOnlyList<StoredSource> SourcesOf(Content item, IReadOnlyDictionary<long, ReadText> sources) =>
        [.. item.Sources.Select(id => new StoredSource(id, sources[id].Message.ChannelId, sources[id].Message.AuthorId, sources[id].Hash))];

    private static DigestFigures FiguresOf(string json) => JsonSerializer.Deserialize(json, ReadingJson.Default.DigestFigures) ?? throw new JsonException("a digest's figures are null");

    private static DigestMaking MakingOf(string json) => JsonSerializer.Deserialize(json, ReadingJson.Default.DigestMaking) ?? throw new JsonException("a digest's making is null");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DigestFigures)), JsonSerializable(typeof(DigestMaking))]
internal sealed partial class ReadingJson : JsonSerializerContext;
