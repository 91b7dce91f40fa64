using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.Grains.Billing;

/// <summary>Billing between the grains' callers and the rules, and as the audit log keeps it.</summary>
internal static class BillingWire
{
    private const long DayMs = 24 * 60 * 60 * 1000L;

    public static Claim ToDomain(GuildClaim c) => new(
        c.Source, c.Holder, c.Reference, c.Plan, c.State, c.StartsAt.ToUnixTimeMilliseconds(), c.EndsAt?.ToUnixTimeMilliseconds(), c.UnpaidSince?.ToUnixTimeMilliseconds(),
        c.GiftDays * DayMs, c.BuyerId);

    public static GuildClaim ToWire(Claim c) => new(
        c.Source, c.Reference, c.Plan, c.State, At(c.StartsAtMs), At(c.EndsAtMs), At(c.UnpaidSinceMs), (int)(c.LengthMs / DayMs), c.BuyerId, c.Holder);

    public static string ToJson(Entitlement e) => ToJson(e.Plan, e.By, e.EndsAtMs);

    public static string ToJson(Claim c) => ToJson(c.Plan, c, c.EndsAtMs);

    public static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static DateTimeOffset? At(long? ms) => ms is { } at ? At(at) : null;

    private static string ToJson(Plan plan, Claim? by, long? endsAtMs) =>
        JsonSerializer.Serialize(new PlanInAudit(plan, by?.Source, by?.Reference, by?.State, At(endsAtMs)), BillingJson.Default.PlanInAudit);
}

/// <summary>A plan as the audit log keeps it: <c>{"plan":"pro","source":"stripe","reference":"…","state":"active","ends_at":"…"}</c></summary>
internal sealed record PlanInAudit(Plan Plan, ClaimSource? Source, string? Reference, ClaimState? State, DateTimeOffset? EndsAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(SnakeCase<Plan>), typeof(SnakeCase<ClaimSource>), typeof(SnakeCase<ClaimState>)])]
[JsonSerializable(typeof(PlanInAudit))]
internal sealed partial class BillingJson : JsonSerializerContext;

internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower) where T : struct, Enum;
