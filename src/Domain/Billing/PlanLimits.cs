namespace CommunityIntel.Domain.Billing;

/// <summary>Files that may be downloaded.</summary>
public enum ExportFormats
{
    Csv = 0,
    CsvAndJson = 1,
}

/// <summary>
/// What a plan allows. <c>LookBackDays</c>: how many local days back, today included, pages and files go; null = to the first. <c>DigestChannels</c>: of how many channels text
/// is kept. <c>ModelRequestsPerDay</c>: questions to language models on a day (UTC); 0 = digests are quotations. <c>RewardRoles</c>: levels' roles. <c>Seats</c>: people who
/// change things on the dashboard within <see cref="PlanTable.SeatDays"/> days; null = all who manage the guild. <c>RetentionMonths</c>: for how long messages' rows are kept at least.
/// <c>ApiRequestsPerDay</c>: published, not yet to be had; 0 = none.
/// </summary>
public sealed record PlanLimits(
    int? LookBackDays, int DigestChannels, bool DailyDigests, int ModelRequestsPerDay, ExportFormats Exports, int RewardRoles, int? Seats, int RetentionMonths, int ApiRequestsPerDay)
{
    /// <summary>The first day that is shown on <paramref name="today"/>.</summary>
    public DateOnly FirstDay(DateOnly today) => LookBackDays is { } days ? today.AddDays(1 - days) : DateOnly.MinValue;
}
