using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Languages;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Digests;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Rewards;
using CommunityIntel.Web.Settings;
using CommunityIntel.Web.Xp;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Audit;

/// <summary>What an entry of the audit log changed, field by field, in the reader's language.</summary>
/// <param name="curve">The one that holds: what levels are told by.</param>
public sealed class AuditText(IStringLocalizer<Texts> texts, GuildNames names, CurveChoice curve)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter() } };

    public string ActionOf(AuditAction action) => texts[Enum.IsDefined(action) ? $"audit.{action.ToString().ToLowerInvariant()}" : "audit.other"];

    public IReadOnlyList<FieldChange> ChangesOf(AuditRecord entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return FieldChange.Between(FieldsOf(entry.Action, entry.Before), FieldsOf(entry.Action, entry.After));
    }

    private IReadOnlyList<SettingField> FieldsOf(AuditAction action, string? json)
    {
        if (json is null)
            return [];
        if (action == AuditAction.XpRulesChanged && JsonSerializer.Deserialize<XpRuleSettings>(json, Json) is { } rules)
            return new XpRulesText(texts, names).Describe(rules);
        if (action == AuditAction.RewardsChanged && JsonSerializer.Deserialize<RewardSettings>(json, Json) is { } rewards)
            return new RewardsText(texts, names).Describe(rewards);
        if (action == AuditAction.AnnouncementsChanged && JsonSerializer.Deserialize<AnnouncementSettings>(json, Json) is { } announcements)
            return new RewardsText(texts, names).Describe(announcements);
        if (action == AuditAction.DigestSettingsChanged && JsonSerializer.Deserialize<DigestSettings>(json, Json) is { } digests)
            return new DigestText(texts, names).Describe(digests);
        if (action is AuditAction.NoteAdded or AuditAction.NoteDeleted && JsonSerializer.Deserialize<DateNote>(json, Json) is { } note)
            return [new("date", texts["notes.date"], Dates.Full(note.Date)), new("text", texts["notes.text"], note.Text)];
        using var document = JsonDocument.Parse(json);
        if (action is AuditAction.PlanChanged or AuditAction.ClaimChanged)
            return PlanChangeText.Describe(texts, document.RootElement);
        return [.. Parts("", document.RootElement).DistinctBy(field => field.Key)];
    }

    private IEnumerable<SettingField> Parts(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(part => Parts(path.Length == 0 ? part.Name : $"{path} · {part.Name}", part.Value)),
        JsonValueKind.Array => element.EnumerateArray().Index().SelectMany(part => Parts($"{path} {part.Index + 1}", part.Item)),
        _ => [new(path, LabelOf(path), ValueOf(path, element))],
    };

    private string LabelOf(string path) => path switch
    {
        "xp" => texts["audit.field.xp"],
        "members" => texts["audit.field.members"],
        "time_zone" => texts["settings.clock"],
        "managers_see" or "managers_download" => texts[$"audit.field.{path}"],
        _ => path.Replace('_', ' '),
    };

    private string ValueOf(string path, JsonElement element) => element switch
    {
        { ValueKind: JsonValueKind.True } => texts["yes"],
        { ValueKind: JsonValueKind.False } => texts["no"],
        { ValueKind: JsonValueKind.Number } when path == "xp" && element.TryGetInt64(out var xp) => XpOf(xp),
        { ValueKind: JsonValueKind.Number } when path == "members" && element.TryGetInt64(out var members) => Figures.Exact(members),
        { ValueKind: JsonValueKind.Null } => "–",
        _ => element.ToString(),
    };

    /// <summary>1,150 XP (level 5)</summary>
    public string XpOf(long xp) => curve.Curve is { } holds
        ? texts["audit.xp", Figures.Exact(xp), holds.LevelOf(xp).ToString(CultureInfo.CurrentCulture)]
        : texts["unit.xp", Figures.Exact(xp)];
}
