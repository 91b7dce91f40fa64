using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Audit;
using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Storage.Audit;
using Actor = CommunityIntel.Domain.Audit.Actor;
using ActorSource = CommunityIntel.Domain.Audit.ActorSource;

namespace CommunityIntel.Grains.Audit;

/// <summary>Audit entries between the grain's callers and the rules. Settings are kept in JSON as their grain call has them.</summary>
internal static class AuditWire
{
    /// <summary>What a name in the log has at most, in characters.</summary>
    private const int LongestName = 100;

    public static Actor ToDomain(GrainInterfaces.Audit.Actor a) =>
        new(a.UserId, a.Name.Length <= LongestName ? a.Name : a.Name[..LongestName], (ActorSource)(int)a.Source);

    public static AuditRecord ToWire(StoredAuditEntry s, bool canUndo)
    {
        var e = s.Entry;
        return new AuditRecord(
            e.Id, (AuditAction)(int)e.Kind, DateTimeOffset.FromUnixTimeMilliseconds(e.AtMs),
            new GrainInterfaces.Audit.Actor(e.Actor.UserId, e.Actor.Name, (GrainInterfaces.Audit.ActorSource)(int)e.Actor.Source),
            e.SubjectId, s.SubjectName, e.Before, e.After, e.UndoesId == 0 ? null : e.UndoesId, s.UndoneById, canUndo);
    }

    /// <summary>Of <c>{"members":n}</c>; 0 when the text is not of that shape.</summary>
    public static long MembersOf(string? json)
    {
        if (json is null) return 0;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("members", out var members) && members.TryGetInt64(out var count) ? count : 0;
    }

    /// <summary><c>{"time_zone":"Europe/Paris"}</c></summary>
    public static string ZoneJson(string zone) => JsonSerializer.Serialize(new ZoneInAudit(zone), AuditJson.Default.ZoneInAudit);

    public static string? ZoneOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, AuditJson.Default.ZoneInAudit)?.TimeZone;

    public static string ToJson(AccessSettings access) => JsonSerializer.Serialize(access, AuditJson.Default.AccessSettings);

    public static AccessSettings? AccessOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, AuditJson.Default.AccessSettings);

    public static string ToJson(DigestSettings settings) => JsonSerializer.Serialize(settings, AuditJson.Default.DigestSettings);

    public static DigestSettings? DigestsOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, AuditJson.Default.DigestSettings);

    public static string ToJson(DateNote note) => JsonSerializer.Serialize(note, AuditJson.Default.DateNote);

    public static DateNote? NoteOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, AuditJson.Default.DateNote);

    public static string ToJson(XpRuleSettings settings) => JsonSerializer.Serialize(settings, AuditJson.Default.XpRuleSettings);

    public static XpRuleSettings? RulesOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, AuditJson.Default.XpRuleSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(XpRuleSettings))]
[JsonSerializable(typeof(ZoneInAudit))]
[JsonSerializable(typeof(AccessSettings))]
[JsonSerializable(typeof(DateNote))]
[JsonSerializable(typeof(DigestSettings))]
internal sealed partial class AuditJson : JsonSerializerContext;

/// <summary>A time zone as the audit log keeps it.</summary>
internal sealed record ZoneInAudit(string TimeZone);
