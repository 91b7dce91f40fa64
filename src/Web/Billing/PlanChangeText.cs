using System.Globalization;
using System.Text.Json;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Billing;

/// <summary>A guild's plan, or what gave one, as the audit log kept it: <c>{"plan":"pro","source":"stripe","reference":"…","state":"active","ends_at":"…"}</c>, any of them null.</summary>
public static class PlanChangeText
{
    public static IReadOnlyList<SettingField> Describe(IStringLocalizer<Texts> texts, JsonElement change)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return change.ValueKind != JsonValueKind.Object ? [] :
        [
            new("plan", texts["audit.field.plan"], Word<Plan>(texts, "plan", Part(change, "plan"))),
            new("source", texts["audit.field.source"], Word<ClaimSource>(texts, "plan.source", Part(change, "source"))),
            new("state", texts["audit.field.state"], Word<ClaimState>(texts, "plan.state", Part(change, "state"))),
            new("ends_at", texts["audit.field.ends_at"], When(Part(change, "ends_at"))),
        ];
    }

    private static string? Part(JsonElement change, string name) => change.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part.ToString() : null;

    // A word that is not known yet is shown as it is.
    private static string Word<TEnum>(IStringLocalizer<Texts> texts, string prefix, string? word) where TEnum : struct, Enum => word is null ? "–"
        : Enum.TryParse<TEnum>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value) ? texts[$"{prefix}.{PlanText.Word(value)}"] : word;

    private static string When(string? at) => at is null ? "–" : DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? Dates.Moment(moment) : at;
}
