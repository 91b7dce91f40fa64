using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Billing;

/// <summary>One limit in words. <c>Part</c>: how much of it is used, 0 to 1; null = it is not counted. <c>Next</c>: what the next plan allows; null = there is none.</summary>
public sealed record UsageRow(string Name, string Used, string Allowed, string? Next, double? Part)
{
    public static IReadOnlyList<UsageRow> Of(IStringLocalizer<Texts> texts, PlanUsage usage, PlanLimits limits, PlanLimits? next)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(limits);
        return
        [
            new(texts["usage.look"], texts.Count("duration.days", usage.StoredDays), Days(limits), next is null ? null : Days(next), PartOf(usage.StoredDays, limits.LookBackDays)),
            Counted("usage.channels", usage.DigestChannels, l => l.DigestChannels),
            new(texts["usage.daily"], YesNo(usage.DailyDigests), YesNo(limits.DailyDigests), next is null ? null : YesNo(next.DailyDigests), null),
            Counted("usage.model", usage.ModelRequestsToday, l => l.ModelRequestsPerDay),
            new(texts["usage.exports"], "–", Files(limits), next is null ? null : Files(next), null),
            Counted("usage.roles", usage.RewardRoles, l => l.RewardRoles),
            Counted("usage.seats", usage.Seats.Count, l => l.Seats),
        ];

        UsageRow Counted(string key, int used, Func<PlanLimits, int?> limit) => new(texts[key], Figures.Exact(used), Most(limit(limits)), next is null ? null : Most(limit(next)), PartOf(used, limit(limits)));
        string Most(int? most) => most is { } number ? Figures.Exact(number) : texts["usage.all"];
        string Days(PlanLimits l) => l.LookBackDays is { } days ? texts.Span(days) : texts["usage.all"];
        string YesNo(bool allowed) => texts[allowed ? "yes" : "no"];
        string Files(PlanLimits l) => l.Exports == ExportFormats.CsvAndJson ? "CSV, JSON" : "CSV";
    }

    private static double? PartOf(int used, int? most) => most is > 0 ? Math.Min(1, (double)used / most.Value) : null;
}
