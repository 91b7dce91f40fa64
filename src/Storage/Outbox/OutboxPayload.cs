using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Storage.Outbox;

/// <summary>An action as the columns <c>kind</c> and <c>payload</c> hold it.</summary>
internal static class OutboxPayload
{
    public const string AnnounceLevelKind = "announce_level";
    public const string SetRolesKind = "set_roles";
    public const string PostDigestKind = "post_digest";

    /// <summary>What this version can read back; rows of a newer one wait for it.</summary>
    public static readonly string[] Kinds = [AnnounceLevelKind, SetRolesKind, PostDigestKind];

    public static (string Kind, string Json) Write(OutboxAction action) => action switch
    {
        AnnounceLevel a => (AnnounceLevelKind, JsonSerializer.Serialize(
            new Announcement(a.UserId, a.ChannelId, a.News.Level, a.Locale, a.News.Name, a.News.Xp, a.News.Server, a.News.Roles, a.Template, a.PingsMember), PayloadJson.Default.Announcement)),
        SetRoles r => (SetRolesKind, JsonSerializer.Serialize(new MemberRoles(r.UserId, r.Level, r.Granted, r.Revoked), PayloadJson.Default.MemberRoles)),
        PostDigest p => (PostDigestKind, JsonSerializer.Serialize(new PostedDigest(p.ChannelId, p.Span, p.FirstDay), PayloadJson.Default.PostedDigest)),
        _ => throw new ArgumentException($"{action.GetType().Name} has no payload", nameof(action)),
    };

    public static OutboxAction Read(string kind, string json)
    {
        if (kind == AnnounceLevelKind && JsonSerializer.Deserialize(json, PayloadJson.Default.Announcement) is { } a)
            return new AnnounceLevel(new LevelNews(a.UserId, a.Name, a.Level, a.Xp, a.Server ?? "", a.Roles ?? []), a.ChannelId, a.Locale, a.Template, a.Pings);
        if (kind == SetRolesKind && JsonSerializer.Deserialize(json, PayloadJson.Default.MemberRoles) is { } r) return new SetRoles(r.UserId, r.Level, r.Granted, r.Revoked);
        if (kind == PostDigestKind && JsonSerializer.Deserialize(json, PayloadJson.Default.PostedDigest) is { } p) return new PostDigest(p.ChannelId, p.Span, p.FirstDay);
        throw new ArgumentException($"{kind} is not a kind of action", nameof(kind));
    }
}

// What a row of an older version lacks is null or its default.
internal sealed record Announcement(
    long UserId, long ChannelId, int Level, string Locale, string? Name, long Xp, string? Server, IReadOnlyList<string>? Roles, string? Template, bool Pings);

internal sealed record MemberRoles(long UserId, int Level, IReadOnlyList<long> Granted, IReadOnlyList<long> Revoked);

internal sealed record PostedDigest(long ChannelId, int Span, DateOnly FirstDay);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Announcement)), JsonSerializable(typeof(MemberRoles)), JsonSerializable(typeof(PostedDigest))]
internal sealed partial class PayloadJson : JsonSerializerContext;
