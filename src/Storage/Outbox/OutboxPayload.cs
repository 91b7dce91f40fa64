using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Outbox;

namespace CommunityIntel.Storage.Outbox;

/// <summary>An action as the columns <c>kind</c> and <c>payload</c> hold it.</summary>
internal static class OutboxPayload
{
    public const string AnnounceLevelKind = "announce_level";
    public const string SetRolesKind = "set_roles";

    /// <summary>What this version can read back; rows of a newer one wait for it.</summary>
    public static readonly string[] Kinds = [AnnounceLevelKind, SetRolesKind];

    public static (string Kind, string Json) Write(OutboxAction action) => action switch
    {
        AnnounceLevel a => (AnnounceLevelKind, JsonSerializer.Serialize(new Announcement(a.UserId, a.ChannelId, a.Level, a.Locale), PayloadJson.Default.Announcement)),
        SetRoles r => (SetRolesKind, JsonSerializer.Serialize(new MemberRoles(r.UserId, r.Level, r.Granted, r.Revoked), PayloadJson.Default.MemberRoles)),
        _ => throw new ArgumentException($"{action.GetType().Name} has no payload", nameof(action)),
    };

    public static OutboxAction Read(string kind, string json)
    {
        if (kind == AnnounceLevelKind && JsonSerializer.Deserialize(json, PayloadJson.Default.Announcement) is { } a) return new AnnounceLevel(a.UserId, a.ChannelId, a.Level, a.Locale);
        if (kind == SetRolesKind && JsonSerializer.Deserialize(json, PayloadJson.Default.MemberRoles) is { } r) return new SetRoles(r.UserId, r.Level, r.Granted, r.Revoked);
        throw new ArgumentException($"{kind} is not a kind of action", nameof(kind));
    }
}

internal sealed record Announcement(long UserId, long ChannelId, int Level, string Locale);

internal sealed record MemberRoles(long UserId, int Level, IReadOnlyList<long> Granted, IReadOnlyList<long> Revoked);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Announcement)), JsonSerializable(typeof(MemberRoles))]
internal sealed partial class PayloadJson : JsonSerializerContext;
