using CommunityIntel.Web.Activity;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Voice;

/// <summary>What the voice page shows: a row for every local day of the period.</summary>
public sealed class VoiceDownload(GuildReader guilds, BillingAccess billing) : IGuildDownload
{
    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        if ((await guilds.GetProfileAsync(guildId)).Value is not { } profile)
            return null;
        var (first, last) = OverviewChoice.Parse(query["range"], null, null).From(await billing.GetFirstDayAsync(guildId), profile).DaysOf(profile);
        var (activity, voice) = (guilds.GetActivityAsync(guildId, first, last), guilds.GetVoiceAsync(guildId, first, last));
        return (await activity).Value is { } seconds && (await voice).Value is { } peaks
            ? new($"voice-{guildId}", ["date", "voice_seconds", "most_at_once", "most_since"],
                seconds.Days.Zip(peaks.Days, (day, peak) => new object?[] { day.Date, day.VoiceSeconds, peak.Peak?.People ?? 0, peak.Peak?.At }))
            : null;
    }
}
