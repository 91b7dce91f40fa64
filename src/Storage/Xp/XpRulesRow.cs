using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Xp;
using Npgsql;

namespace CommunityIntel.Storage.Xp;

/// <summary>A guild's XP rules as the column <c>rules</c> holds them. Names and numbers only grow: an older row is read by a newer version.</summary>
internal static class XpRulesRow
{
    public const string Select = "SELECT rules, version FROM xp_rules WHERE guild_id = $1";

    public const string Write = """
        INSERT INTO xp_rules (guild_id, rules, version) SELECT guild_id, rules::jsonb, version FROM unnest($1, $2, $3) AS v (guild_id, rules, version)
        ON CONFLICT (guild_id) DO UPDATE SET rules = excluded.rules, version = excluded.version, changed_at = now()
        """;

    public static async Task<(XpRules Rules, int Version)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation) =>
        await reader.ReadAsync(cancellation) ? (Read(reader.GetString(0)), reader.GetInt32(1)) : (XpRules.Default, 0);

    public static string ToJson(XpRules r) => JsonSerializer.Serialize(
        new StoredRules(
            new StoredCurve(r.Curve.Preset, r.Curve.A, r.Curve.B, r.Curve.C, r.Curve.D),
            new StoredMessageRule(r.Message.Minimum, r.Message.Maximum, r.Message.CooldownMs, r.Message.Pace, r.Message.MinimumLength, r.Message.IgnoresRepeats, r.Message.IgnoresCommands),
            new StoredVoiceRule(r.Voice.PerMinute, r.Voice.Checks),
            new StoredScope(r.Scope.ChannelMode, [.. r.Scope.ChannelIds.Order()], r.Scope.RoleMode, [.. r.Scope.RoleIds.Order()]),
            [.. r.Multipliers], [.. r.Events]),
        RulesJson.Default.StoredRules);

    public static XpRules Read(string json)
    {
        var s = JsonSerializer.Deserialize(json, RulesJson.Default.StoredRules) ?? throw new JsonException("rules are null");
        return new XpRules
        {
            Curve = CurveOf(s.Curve),
            Message = new MessageXpRule(s.Message.Minimum, s.Message.Maximum, s.Message.CooldownMs)
            {
                Pace = s.Message.Pace, MinimumLength = s.Message.MinimumLength, IgnoresRepeats = s.Message.IgnoresRepeats, IgnoresCommands = s.Message.IgnoresCommands,
            },
            Voice = new VoiceXpRule(s.Voice.PerMinute, s.Voice.Checks),
            Scope = new XpScope(s.Scope.ChannelMode, s.Scope.ChannelIds.ToHashSet(), s.Scope.RoleMode, s.Scope.RoleIds.ToHashSet()),
            Multipliers = s.Multipliers,
            Events = s.Events,
        };
    }

    private static XpCurve CurveOf(StoredCurve c) =>
        c.Preset != XpCurvePreset.Custom ? XpCurve.Of(c.Preset)
        : XpCurve.Custom(c.A, c.B, c.C, c.D, out var refusal) ?? throw new JsonException($"the stored curve cannot be used: {refusal}");
}

internal sealed record StoredRules(
    StoredCurve Curve, StoredMessageRule Message, StoredVoiceRule Voice, StoredScope Scope, IReadOnlyList<XpMultiplier> Multipliers, IReadOnlyList<XpEvent> Events);

internal sealed record StoredCurve(XpCurvePreset Preset, long A, long B, long C, long D);

internal sealed record StoredMessageRule(int Minimum, int Maximum, long CooldownMs, XpPace Pace, int MinimumLength, bool IgnoresRepeats, bool IgnoresCommands);

internal sealed record StoredVoiceRule(int PerMinute, VoiceChecks Checks);

internal sealed record StoredScope(XpListMode ChannelMode, IReadOnlyList<long> ChannelIds, XpListMode RoleMode, IReadOnlyList<long> RoleIds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredRules))]
internal sealed partial class RulesJson : JsonSerializerContext;
