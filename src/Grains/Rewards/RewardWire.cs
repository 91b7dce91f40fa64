using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.GrainInterfaces.Rewards;
using RewardProblem = CommunityIntel.GrainInterfaces.Rewards.RewardProblem;

namespace CommunityIntel.Grains.Rewards;

/// <summary>Rewards between the grain's callers and the rules. Settings are kept in JSON as their grain call has them.</summary>
internal static class RewardWire
{
    public static RewardSettings ToWire(LevelRewards r) => new([.. r.Roles.Select(x => new RewardRole(x.Level, x.RoleId, x.Name, x.ReplacesLower))]);

    public static IReadOnlyList<LevelRole> ToDomain(RewardSettings s) => [.. s.Roles.Select(r => new LevelRole(r.Level, r.RoleId, r.Name, r.ReplacesLower))];

    public static AnnouncementSettings ToWire(LevelMessage m) => new(
        (LevelAnnouncement)(int)m.Place, m.ChannelId, m.Template, m.Filter.RewardLevelsOnly, m.Filter.Every, m.Filter.Minimum, m.PingsMember);

    public static LevelMessage ToDomain(AnnouncementSettings s) => new(
        (AnnouncementPlace)(int)s.Place, s.Place == LevelAnnouncement.Channel ? s.ChannelId : null, s.Template,
        new LevelFilter(s.RewardLevelsOnly, s.EveryLevels, s.MinimumLevel), s.PingsMember);

    public static RewardProblem ToWire(Domain.Rewards.RewardProblem p, IReadOnlyDictionary<long, Role> roles) => new(
        KindOf(p), p.RoleId, roles.GetValueOrDefault(p.RoleId)?.Name, p.Level, (ulong)(p.Role?.Permissions ?? 0), p.Number, p.Word);

    public static GuildChoices ChoicesOf(Guild guild)
    {
        var givable = guild.GivableRoles;
        return new GuildChoices(
            [.. guild.Roles.Values.Where(r => !r.IsDeleted && r.Id != guild.Id).OrderByDescending(r => r.Position).ThenBy(r => r.Id).Select(r => new RoleChoice(
                r.Id, r.Name, r.Color, r.Position, givable.Refuse(r.Id) is { } refusal ? ToWire(new Domain.Rewards.RewardProblem(RewardFault.Role, r.Id, 0, refusal), guild.Roles) : null))],
            [.. guild.Channels.Values.Where(c => c is { IsDeleted: false, Type: not (10 or 11 or 12) }).OrderBy(c => c.Id)
                .Select(c => new ChannelChoice(c.Id, c.Name, c.Type, c.ParentId, c.Type is 0 or 2 or 5 or 13))]);
    }

    public static RepairProgress ToWire(RewardRepair r, long waiting) => new(
        (RepairReason)(int)r.Cause, DateTimeOffset.FromUnixTimeMilliseconds(r.StartedAtMs), r.Examined, r.Total, r.Changed,
        r.EndedAtMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null, waiting);

    public static string ToJson(RewardSettings settings) => JsonSerializer.Serialize(settings, RewardJson.Default.RewardSettings);

    public static string ToJson(AnnouncementSettings settings) => JsonSerializer.Serialize(settings, RewardJson.Default.AnnouncementSettings);

    public static RewardSettings? RewardsOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, RewardJson.Default.RewardSettings);

    public static AnnouncementSettings? AnnouncementsOf(string? json) => json is null ? null : JsonSerializer.Deserialize(json, RewardJson.Default.AnnouncementSettings);

    private static RewardProblemKind KindOf(Domain.Rewards.RewardProblem p) => p.Fault switch
    {
        RewardFault.Role => p.Role!.Fault switch
        {
            RoleFault.Everyone => RewardProblemKind.RoleIsEveryone,
            RoleFault.Managed => RewardProblemKind.RoleIsManaged,
            RoleFault.Dangerous => RewardProblemKind.RoleIsDangerous,
            RoleFault.TooHigh => RewardProblemKind.RoleTooHigh,
            _ => RewardProblemKind.RoleUnknown,
        },
        RewardFault.TooManyRewards => RewardProblemKind.TooManyRewards,
        RewardFault.LevelOutOfBounds => RewardProblemKind.LevelOutOfBounds,
        RewardFault.RoleTwice => RewardProblemKind.RoleTwice,
        RewardFault.NameTooLong => RewardProblemKind.NameTooLong,
        RewardFault.ChannelMissing => RewardProblemKind.ChannelMissing,
        RewardFault.ChannelUnknown => RewardProblemKind.ChannelUnknown,
        RewardFault.ChannelNotForText => RewardProblemKind.ChannelNotForText,
        RewardFault.TemplateTooLong => RewardProblemKind.TemplateTooLong,
        RewardFault.TemplateBlank => RewardProblemKind.TemplateBlank,
        RewardFault.UnknownPlaceholder => RewardProblemKind.UnknownPlaceholder,
        RewardFault.FilterOutOfBounds => RewardProblemKind.FilterOutOfBounds,
        _ => RewardProblemKind.PlaceUnknown,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RewardSettings)), JsonSerializable(typeof(AnnouncementSettings))]
internal sealed partial class RewardJson : JsonSerializerContext;
