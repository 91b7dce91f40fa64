using CommunityIntel.Domain;
using CommunityIntel.Domain.Digests;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Guilds;

namespace CommunityIntel.Grains.Digests;

/// <summary>Digests of days and weeks that are over, made in the night and posted in the morning. A reminder survives crashes: what is missing then is made then.</summary>
public sealed partial class GuildDigestsGrain
{
    private const string Reminder = "digest";

    /// <summary>What is older is no news and is not posted; its row in the outbox is there longer, so that nothing is posted twice.</summary>
    private const int PostedWithinDays = 2;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1), TryAgain = TimeSpan.FromMinutes(20), Rarely = TimeSpan.FromHours(24), WaitsForMessages = TimeSpan.FromHours(3);

    private bool _isMaking;

    public async Task RescheduleAsync(bool isPlanned)
    {
        if (isPlanned) await this.RegisterOrUpdateReminder(Reminder, Soon, TryAgain);
        else if (await this.GetReminder(Reminder) is { } planned) await this.UnregisterReminder(planned);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_isMaking) return;
        _isMaking = true;
        try
        {
            // The bot may come back to a guild that it was removed from, until that is deleted.
            if (await Guild.GetDigestBasisAsync(0) is not { } basis) await RescheduleAsync(isPlanned: false);
            else if (!basis.IsListening) await this.RegisterOrUpdateReminder(Reminder, Rarely, Rarely);
            else if (!basis.Settings.IsDaily && !basis.Settings.IsWeekly) await RescheduleAsync(isPlanned: false);
            else if (await MakeDueAsync(basis) && DigestSpans.NextAfter(time.GetUtcNow(), GuildId, basis.Settings, ZonedCalendar.Of(basis.TimeZone)) is { } next)
                await this.RegisterOrUpdateReminder(Reminder, next - time.GetUtcNow(), TryAgain);
        }
        finally
        {
            _isMaking = false;
        }
    }

    // True: nothing is left to be done before the next time.
    private async Task<bool> MakeDueAsync(DigestBasis basis)
    {
        var (now, calendar, isDone) = (time.GetUtcNow(), ZonedCalendar.Of(basis.TimeZone), true);
        var today = calendar.DateOf(now);
        foreach (var (span, first) in DigestSpans.Due(basis.Settings, today))
        {
            if (basis.FirstDay is not { } firstDay || DigestSpans.LastDayOf(span, first) < firstDay) continue;
            if (now < DigestSpans.At(calendar, today, DigestSpans.MakingMinute(GuildId, basis.Settings.Hour))) continue;
            try
            {
                isDone &= await Outage.Translate(() => MakeAndPostAsync(basis, span, first, calendar, now));
            }
            catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
            {
                Log.NotMade(logger, GuildId, span, first, e.Message);
                isDone = false;
            }
        }

        return isDone;
    }

    private async Task<bool> MakeAndPostAsync(DigestBasis basis, DigestSpan span, DateOnly first, ZonedCalendar calendar, DateTimeOffset now)
    {
        var last = DigestSpans.LastDayOf(span, first);
        if (!await readings.IsStoredAsync(GuildId, span, first))
        {
            var (from, until) = (new DateTimeOffset(calendar.StartOf(first), TimeSpan.Zero), new DateTimeOffset(calendar.StartOf(last.AddDays(1)), TimeSpan.Zero));
            var made = await MakeAsync(basis, span, first, last, [.. basis.Channels.Where(c => c.IsForAudience)], Snowflake.At(from), Snowflake.At(until));
            // Nothing was said, or what was said is still being caught up with.
            if (made.Figures.Messages == 0) return now - DigestSpans.At(calendar, calendar.DateOf(now), DigestSpans.MakingMinute(GuildId, basis.Settings.Hour)) > WaitsForMessages;
            await readings.SaveAsync(GuildId, basis, made);
            Log.Made(logger, GuildId, span, first, made.Made.Content.Items.Count, made.Made.Maker, made.Made.Making.Calls, made.Made.Making.DurationMs);
        }

        if (basis.Settings.PostChannelId == 0 || now < DigestSpans.At(calendar, calendar.DateOf(now), basis.Settings.Hour * 60)) return true;
        if (calendar.DateOf(now).DayNumber - last.DayNumber <= PostedWithinDays && await readings.IsWorthPostingAsync(GuildId, span, first)) await Guild.PostDigestAsync(span, first);
        return true;
    }
}
