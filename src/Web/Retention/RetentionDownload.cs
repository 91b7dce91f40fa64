using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Retention;

/// <summary>What the retention page shows: a row for every week in which people came and every week after it; one without figures where too few came.</summary>
public sealed class RetentionDownload(GuildReader guilds) : IGuildDownload
{
    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation) =>
        (await guilds.GetRetentionAsync(guildId)).Value is { } retention
            ? new($"retention-{guildId}", ["week_of_arrival", "arrivals", "weeks_after", "active", "is_running"],
                from cohort in retention.Cohorts
                from week in cohort.Active.Select(int? (active) => active).DefaultIfEmpty().Index()
                select new object?[] { cohort.Monday, cohort.Arrivals, week.Item is null ? null : week.Index, week.Item, week.Item is not null && week.Index == cohort.Active.Count - 1 })
            : null;
}
