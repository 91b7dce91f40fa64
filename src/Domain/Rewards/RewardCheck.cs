using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Rewards;

/// <summary>Whether reward settings can be meant, and done. All problems at once, so that they can be mended at once.</summary>
public static class RewardCheck
{
    private const int MostPlaceholdersTold = 5;

    public static IReadOnlyList<RewardProblem> OfRoles(LevelRewards rewards, GuildRoles roles)
    {
        // Ten thousand rewards are one problem, not ten thousand.
        if (rewards.Roles.Count > LevelRewards.MostRoles) return [new RewardProblem(RewardFault.TooManyRewards, Number: rewards.Roles.Count)];
        var twice = rewards.Roles.GroupBy(r => r.RoleId).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return [.. rewards.Roles.SelectMany(r => OfRole(r, roles, twice))];
    }

    public static IReadOnlyList<RewardProblem> OfMessage(LevelMessage message, IReadOnlyDictionary<long, Channel> channels) => [.. ProblemsOf(message, channels)];

    private static IEnumerable<RewardProblem> OfRole(LevelRole r, GuildRoles roles, HashSet<long> twice)
    {
        if (r.Level is < 1 or > XpCurve.MostLevels) yield return new RewardProblem(RewardFault.LevelOutOfBounds, r.RoleId, r.Level);
        if (r.Name.Length > LevelRewards.LongestName) yield return new RewardProblem(RewardFault.NameTooLong, r.RoleId, r.Level);
        if (twice.Contains(r.RoleId)) yield return new RewardProblem(RewardFault.RoleTwice, r.RoleId, r.Level);
        if (roles.Refuse(r.RoleId) is { } refusal) yield return new RewardProblem(RewardFault.Role, r.RoleId, r.Level, refusal);
    }

    private static IEnumerable<RewardProblem> ProblemsOf(LevelMessage message, IReadOnlyDictionary<long, Channel> channels)
    {
        if (!Enum.IsDefined(message.Place)) yield return new RewardProblem(RewardFault.PlaceUnknown);
        if (message.Place == AnnouncementPlace.Channel && OfChannel(message.ChannelId ?? 0, channels) is { } fault) yield return new RewardProblem(fault);
        if (message.Filter.Every is < 1 or > XpCurve.MostLevels || message.Filter.Minimum is < 1 or > XpCurve.MostLevels) yield return new RewardProblem(RewardFault.FilterOutOfBounds);
        if (message.Template is not { } template) yield break;
        if (string.IsNullOrWhiteSpace(template)) yield return new RewardProblem(RewardFault.TemplateBlank);
        if (template.Length > LevelTemplate.LongestTemplate)
        {
            yield return new RewardProblem(RewardFault.TemplateTooLong, Number: template.Length);
            yield break;
        }

        foreach (var word in LevelTemplate.UnknownIn(template).Take(MostPlaceholdersTold)) yield return new RewardProblem(RewardFault.UnknownPlaceholder, Word: word);
    }

    private static RewardFault? OfChannel(long id, IReadOnlyDictionary<long, Channel> channels) =>
        id <= 0 ? RewardFault.ChannelMissing
        : !channels.TryGetValue(id, out var channel) || channel.IsDeleted ? RewardFault.ChannelUnknown
        : channel.Type is 0 or 2 or 5 or 10 or 11 or 12 or 13 ? null : RewardFault.ChannelNotForText;
}
