using System.Globalization;
using CommunityIntel.Domain;
using CommunityIntel.Domain.Digests;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Digests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using DigestSettings = CommunityIntel.GrainInterfaces.Digests.DigestSettings;

namespace CommunityIntel.Grains.Digests;

/// <summary>
/// Makes, keeps and shows a guild's digests. Holds those that members asked for, for a while; a crash loses these and how often members asked. Calls interleave: what
/// is read is read from the database, and the same digest is made once.
/// </summary>
[GrainType("guild-digests")]
public sealed partial class GuildDigestsGrain(
    DigestWriter writer, DigestReadings readings, IOptions<DigestsOptions> options, TimeProvider time, ILogger<GuildDigestsGrain> logger)
    : Grain, IGuildDigestsGrain, IRemindable
{
    private readonly AskedDigests<MadeReading> _asked = new(time);
    private readonly MemberPace _pace = new(options.Value.MemberDigestsPerHour, time);

    private long GuildId => this.GetPrimaryKeyLong();

    private IDigestBasisGrain Guild => GrainFactory.GetGrain<IDigestBasisGrain>(GuildId);

    public async Task<DigestList> GetListAsync(Viewer viewer, long? beforeId, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(most, Math.Clamp(most, 1, 100));
        if (await Guild.GetDigestBasisAsync(viewer.UserId) is not { } basis) return new DigestList([], false, true, null, DigestSettings.Usual);
        var next = DigestSpans.NextAfter(time.GetUtcNow(), GuildId, basis.Settings, ZonedCalendar.Of(basis.TimeZone));
        if (!IsFor(viewer, basis)) return new DigestList([], false, false, null, basis.Settings);
        if (basis.Version == 0) return new DigestList([], false, true, null, basis.Settings);
        var entries = await Outage.Translate(() => readings.ReadListAsync(Guild, GuildId, basis, viewer.IsManager, beforeId, most + 1));
        var visible = entries.Where(e => e.LastDay >= basis.VisibleFrom).ToList();
        return new DigestList([.. visible.Take(most)], visible.Count > most, true, next, basis.Settings);
    }

    public async Task<DigestReading?> GetAsync(Viewer viewer, DigestSpan span, DateOnly firstDay)
    {
        if (await Guild.GetDigestBasisAsync(viewer.UserId) is not { } basis || !IsFor(viewer, basis) || DigestSpans.LastDayOf(span, firstDay) < basis.VisibleFrom) return null;
        return await Outage.Translate(() => readings.FindAsync(Guild, GuildId, basis, span, firstDay, viewer));
    }

    public async Task<DigestAnswer> MakeAsync(Viewer viewer, DigestSpan span, IReadOnlyList<long> readable)
    {
        if (await Guild.GetDigestBasisAsync(viewer.UserId) is not { } basis) return new DigestAnswer(DigestOutcome.UnknownGuild);
        var canRead = readable.ToHashSet();
        var channels = basis.Channels.Where(c => canRead.Contains(c.Id) || (c.Type is 10 or 11 && c.ParentId is { } parent && canRead.Contains(parent)));
        return await Outage.Translate(() => span == DigestSpan.SinceLastMessage
            ? MakeMissedAsync(viewer, basis, [.. channels])
            : MakeRunningAsync(viewer, basis, span, [.. channels.Where(c => c.IsForAudience)]));
    }

    public Task<bool> RateAsync(Viewer viewer, long digestId, bool isUseful) => Outage.Translate(async () =>
        await Guild.GetDigestBasisAsync(viewer.UserId) is { } basis && IsFor(viewer, basis) && await readings.RateAsync(GuildId, digestId, viewer.UserId, isUseful));

    public async Task<DigestProviders> GetProvidersAsync()
    {
        var used = await GrainFactory.GetGrain<IModelBudgetGrain>(0).GetUsedAsync(GuildId);
        var providers = writer.Providers.Select(p => (Provider: p, Today: used.RequestsToday.GetValueOrDefault(p.Name)));
        return new DigestProviders(
            [.. providers.Select(p => new DigestProvider(
                p.Provider.Name, p.Provider.Model, p.Today, p.Provider.RequestsPerDay,
                p.Provider.IsResting ? ProviderState.Resting : p.Provider.RequestsPerDay > 0 && p.Today >= p.Provider.RequestsPerDay ? ProviderState.OverBudget : ProviderState.Ready))],
            used.CostMicrosThisMonth, used.CostMicrosPerMonth, writer.Currency, used.GuildRequestsToday, used.GuildRequestsPerDay);
    }

    private static bool IsFor(Viewer viewer, DigestBasis basis) => viewer.IsManager || basis.IsOfAudience;

    private async Task<DigestAnswer> MakeRunningAsync(Viewer viewer, DigestBasis basis, DigestSpan span, IReadOnlyList<DigestChannel> channels)
    {
        var (now, calendar) = (time.GetUtcNow(), ZonedCalendar.Of(basis.TimeZone));
        var today = calendar.DateOf(now);
        var first = DigestSpans.FirstDayOf(span, today);
        var keep = TimeSpan.FromMinutes(options.Value.RunningMinutes * (span == DigestSpan.Week ? 6 : 1));
        var from = Snowflake.At(new DateTimeOffset(calendar.StartOf(first), TimeSpan.Zero));
        return await AskAsync(viewer, basis, channels, $"{span}/{first:yyyy-MM-dd}", keep, DigestOutcome.Ready,
            () => MakeAsync(basis, span, first, today, channels, from, Snowflake.At(now)));
    }

    private async Task<DigestAnswer> MakeMissedAsync(Viewer viewer, DigestBasis basis, IReadOnlyList<DigestChannel> channels)
    {
        if (channels.Count == 0) return new DigestAnswer(DigestOutcome.NoText);
        var (now, calendar) = (time.GetUtcNow(), ZonedCalendar.Of(basis.TimeZone));
        // By the hour, so that all who have not written for long ask for the same.
        var oldest = Snowflake.At(now.AddDays(-basis.Settings.KeepDays).AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)));
        var last = await readings.LastMessageOfAsync(GuildId, viewer.UserId) ?? 0;
        var from = Math.Max(last + 1, oldest);
        return await AskAsync(viewer, basis, channels, string.Create(CultureInfo.InvariantCulture, $"missed/{from >> 22}"), TimeSpan.FromMinutes(options.Value.RunningMinutes), last < oldest ? DigestOutcome.ReadySinceKept : DigestOutcome.Ready,
            () => MakeAsync(basis, DigestSpan.SinceLastMessage, calendar.DateOf(Snowflake.TimeOf(from)), calendar.DateOf(now), channels, from, Snowflake.At(now)));
    }

    // The same question of the same channels under the same settings has one answer for a while.
    private async Task<DigestAnswer> AskAsync(
        Viewer viewer, DigestBasis basis, IReadOnlyList<DigestChannel> channels, string what, TimeSpan keepFor, DigestOutcome outcome, Func<Task<MadeReading>> make)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{what}/{basis.Version}/{string.Join(',', channels.Select(c => c.Id).Order())}");
        var made = _asked.Find(key);
        if (made is null)
        {
            if (_pace.Take(viewer.UserId) is { } again) return new DigestAnswer(DigestOutcome.TooOften, TryAgainAt: again);
            made = _asked.Keep(key, keepFor, make());
        }

        var reading = await made;
        // Nothing cost nothing, and may be something in a minute.
        if (reading.Made.Making.MessagesThere == 0) _asked.Forget(key);
        if (reading.Span == DigestSpan.SinceLastMessage && reading.Made.Making.MessagesThere == 0) return new DigestAnswer(DigestOutcome.NothingMissed);
        return new DigestAnswer(outcome, await readings.OfAsync(Guild, GuildId, basis, reading));
    }

    private async Task<MadeReading> MakeAsync(
        DigestBasis basis, DigestSpan span, DateOnly first, DateOnly last, IReadOnlyList<DigestChannel> channels, long fromId, long untilId)
    {
        var settings = DigestWire.ToDomain(basis.Settings);
        var task = new DigestTask(GuildId, channels.ToDictionary(c => c.Id, c => c.Name), fromId, untilId, settings.LanguageIn(basis.Locale), settings.Length, settings.NamesAuthors);
        var made = await writer.WriteAsync(task, new GuildBudget(GrainFactory.GetGrain<IModelBudgetGrain>(0), GuildId, basis.ModelRequestsPerDay, logger), async authors => await Guild.GetNamesAsync(authors));
        var figures = span == DigestSpan.SinceLastMessage ? DigestFigureReader.OfTexts(made) : await DigestFigureReader.ReadAsync(GrainFactory.GetGrain<IGuildGrain>(GuildId), basis, first, last);
        return new MadeReading(span, first, last, task.Language, figures, made);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The digest of guild {GuildId} of {Span} {FirstDay} is not made yet: {Reason}")]
        public static partial void NotMade(ILogger logger, long guildId, DigestSpan span, DateOnly firstDay, string reason);

        [LoggerMessage(2, LogLevel.Information, "Digest of guild {GuildId} of {Span} {FirstDay}: {Items} items by {Maker}, {Calls} requests, {DurationMs} ms")]
        public static partial void Made(ILogger logger, long guildId, DigestSpan span, DateOnly firstDay, int items, DigestMaker maker, int calls, int durationMs);
    }
}
