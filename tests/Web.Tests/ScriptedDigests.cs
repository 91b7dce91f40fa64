using System.Collections.Concurrent;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>
/// One guild has digests of every kind, of weeks and of days; <see cref="ScriptedSite.KeptGuildId"/> none, for a role that its member does not have;
/// <see cref="ScriptedSite.ManagedGuildId"/> none yet; the others do not answer.
/// </summary>
public sealed class ScriptedDigests : Grain, IGuildDigestsGrain
{
    public const string Hostile = "<img src=x onerror=alert(1)> **bold** @everyone";

    public static readonly DateOnly Week = new(2026, 11, 16), Day = new(2026, 11, 20), Quiet = new(2026, 11, 19);
    public static readonly DateTimeOffset Next = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    /// <summary>As whom the web asked each guild, last.</summary>
    public static ConcurrentDictionary<(long GuildId, long UserId), Viewer> Viewers { get; } = new();

    private static readonly DigestFigures Figures = new(
        12_345, 9_876, 210, 0, 36_000, 40_000, 5, 8, [new(7, "<general>", 9_000), new(54, ScriptedGuild.Hebrew, 3_000), new(55, null, 345)]);

    private static readonly IReadOnlyList<DigestItem> Items =
    [
        new(DigestItemKind.Event, "Raid night", "People agreed to meet on Friday at nine.", false, [Source(7, "<general>", 1)], 3),
        new(DigestItemKind.Topic, "The new map", Hostile, false, [Source(7, "<general>", 2), Source(7, "<general>", 3), Source(54, ScriptedGuild.Hebrew, 4), Source(55, null, 5)], 12),
        new(DigestItemKind.Topic, "", ScriptedGuild.Hebrew, true, [new(7, "<general>", 6, "Ada <3")], 1),
        new(DigestItemKind.OpenQuestion, "", null, true, [Source(7, "<general>", 7)], 4),
        new(DigestItemKind.Decision, "A very long title that goes on and on, so that it has to break over more than one line on a phone at least", new string('w', 280), false, [Source(7, "<general>", 8)], 5),
    ];

    private readonly Dictionary<(long Digest, long User), bool> _ratings = [];

    /// <summary>By falling id: the week and its days, then a year of weeks.</summary>
    private static readonly IReadOnlyList<DigestEntry> Entries =
    [
        Entry(100, DigestSpan.Week, Week, DigestMaker.Model, "The new map; raid night on Friday", 5, 3_200),
        Entry(99, DigestSpan.Day, Day, DigestMaker.Extract, ScriptedGuild.Hebrew, 2, 0),
        Entry(98, DigestSpan.Day, Quiet, DigestMaker.Figures, "", 0, 0),
        .. Enumerable.Range(1, 52).Select(i => Entry(98 - i, DigestSpan.Week, Week.AddDays(-7 * i), DigestMaker.Model, Hostile, 5, 12_500_000)),
    ];

    public Task<DigestList> GetListAsync(Viewer viewer, long? beforeId, int most)
    {
        var older = Ask(viewer) == ScriptedSite.GuildId ? Entries.Where(entry => beforeId is not { } before || entry.Id < before).ToList() : [];
        var plans = this.GetPrimaryKeyLong() != ScriptedSite.KeptGuildId;
        return Task.FromResult(new DigestList([.. older.Take(most)], older.Count > most, plans || viewer.IsManager, plans ? Next : null, DigestSettings.Usual));
    }

    public Task<DigestReading?> GetAsync(Viewer viewer, DigestSpan span, DateOnly firstDay) => Task.FromResult(
        Ask(viewer) == ScriptedSite.GuildId && Entries.FirstOrDefault(entry => entry.Span == span && entry.FirstDay == firstDay) is { } entry ? Reading(entry, viewer) : null);

    public Task<DigestAnswer> MakeAsync(Viewer viewer, DigestSpan span, IReadOnlyList<long> readable) => Task.FromResult(new DigestAnswer(DigestOutcome.NoText));

    public Task<bool> RateAsync(Viewer viewer, long digestId, bool isUseful)
    {
        if (Ask(viewer) != ScriptedSite.GuildId || Entries.All(entry => entry.Id != digestId))
            return Task.FromResult(false);
        _ratings[(digestId, viewer.UserId)] = isUseful;
        return Task.FromResult(true);
    }

    public Task<DigestProviders> GetProvidersAsync() => this.GetPrimaryKeyLong() == ScriptedSite.SilentGuildId ? throw new StorageUnavailableException("scripted") : Task.FromResult(this.GetPrimaryKeyLong() == ScriptedSite.GuildId
        ? new DigestProviders(
            [new("Groq", "llama-3.3-70b", 1_234, 14_400, ProviderState.Ready), new("<OpenAI>", "gpt-small", 7, 0, ProviderState.Resting), new("Last", "tiny", 10, 10, ProviderState.OverBudget)],
            1_204_000, 10_000_000, "USD", 3, 20)
        : new DigestProviders([], 0, 0, "USD", 0, 20));

    public Task RescheduleAsync(bool isPlanned) => Task.CompletedTask;

    private long Ask(Viewer viewer)
    {
        var guild = this.GetPrimaryKeyLong();
        if (guild is not (ScriptedSite.GuildId or ScriptedSite.KeptGuildId or ScriptedSite.ManagedGuildId))
            throw new StorageUnavailableException("scripted");
        Viewers[(guild, viewer.UserId)] = viewer;
        return guild;
    }

    private DigestReading Reading(DigestEntry entry, Viewer viewer)
    {
        var rated = _ratings.Where(rating => rating.Key.Digest == entry.Id).ToList();
        var making = new DigestMaking(entry.MadeAt, "", "", 0, 0, 0, 0, "USD", 40, entry.Maker == DigestMaker.Figures ? NoModelReason.NoText : NoModelReason.OverBudget, 0, 1_204);
        return new(
            entry.Id, entry.Span, entry.FirstDay, entry.LastDay, "Europe/Paris", false, "en", entry.Maker, entry.Maker == DigestMaker.Model ? DigestMood.Cheerful : DigestMood.Unknown,
            Figures, entry.Maker == DigestMaker.Figures ? [] : Items, entry.Maker == DigestMaker.Model ? 2 : 0,
            entry.Maker == DigestMaker.Model ? new(entry.MadeAt, "Groq", "llama-3.3-70b", 2, 12_000, 800, 3_200, "USD", 3_210, NoModelReason.None, 1_150, 1_204) : making,
            rated.Count(rating => rating.Value), rated.Count(rating => !rating.Value), _ratings.TryGetValue((entry.Id, viewer.UserId), out var mine) ? mine : null);
    }

    private static DigestSource Source(long channelId, string? channel, long messageId) => new(channelId, channel, messageId);

    private static DigestEntry Entry(long id, DigestSpan span, DateOnly firstDay, DigestMaker maker, string lead, int items, long costMicros) => new(
        id, span, firstDay, span == DigestSpan.Week ? firstDay.AddDays(6) : firstDay, maker, lead, items, 1_204, costMicros, "USD",
        new DateTimeOffset(firstDay.AddDays(span == DigestSpan.Week ? 7 : 1), new TimeOnly(7, 0), TimeSpan.Zero));
}
