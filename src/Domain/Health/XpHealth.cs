using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Health;

/// <summary>XP rules that name what is gone, or leave nobody to earn.</summary>
internal sealed class XpHealth(long guildId, long? afkChannelId, XpRules rules, GuildRoles roles, IReadOnlyDictionary<long, Channel> channels)
{
    private readonly XpMultipliers _multipliers = new(rules.Multipliers.Where(m => m.Target == XpTarget.Channel).DistinctBy(m => m.Id));

    public IEnumerable<HealthFinding> Findings() => Earning().Concat(Lists()).Concat(Multipliers());

    private IEnumerable<HealthFinding> Earning()
    {
        var (message, voice, scope) = (rules.Message, rules.Voice, rules.Scope);
        if (message.Maximum == 0 && voice.IsOff) yield return Broken(HealthIssue.NothingEarns);
        var listedRoles = scope.RoleIds.Where(RoleExists).ToList();
        if (scope.RoleMode == XpListMode.Only && (scope.RoleIds.Count == 0 || (roles.AreKnown && listedRoles.Count == 0))) yield return Broken(HealthIssue.NoRoleEarns);
        else if (scope.RoleMode == XpListMode.Only && listedRoles.Count > 0 && listedRoles.All(IsZeroRole)) yield return Broken(HealthIssue.EverythingTimesZero);

        var places = channels.Values.Where(c => !c.IsDeleted && c.Type is 0 or 2 or 5 or 13 or 15 or 16).ToList();
        if (scope.ChannelMode == XpListMode.Only && !scope.ChannelIds.Any(ChannelExists))
        {
            yield return Broken(HealthIssue.NoChannelEarns);
            yield break;
        }

        // A thread may be listed by itself: then nothing can be told from the channels.
        if (places.Count == 0 || scope.ChannelIds.Concat(rules.Multipliers.Select(m => m.Id)).Any(IsThread)) yield break;
        if (!places.Any(Earns)) yield return Broken(scope.ChannelMode == XpListMode.Only ? HealthIssue.EverythingTimesZero : HealthIssue.NoChannelEarns);
        else if (!voice.IsOff && !places.Any(c => c.Type is 2 or 13 && Earns(c) && !(voice.Checks.HasFlag(VoiceChecks.AfkChannel) && c.Id == afkChannelId)))
            yield return new HealthFinding(HealthIssue.NoVoiceChannelEarns, HealthGrade.Doubtful);
    }

    private IEnumerable<HealthFinding> Lists()
    {
        foreach (var id in rules.Scope.ChannelIds.Order().Where(id => !ChannelExists(id)))
            yield return new HealthFinding(HealthIssue.ListedChannelGone, HealthGrade.Doubtful, ChannelId: id);
        if (!roles.AreKnown) yield break;
        foreach (var id in rules.Scope.RoleIds.Order().Where(id => !RoleExists(id)))
            yield return new HealthFinding(HealthIssue.ListedRoleGone, HealthGrade.Doubtful, RoleId: id);
    }

    private IEnumerable<HealthFinding> Multipliers()
    {
        foreach (var m in rules.Multipliers)
        {
            if (m.Target == XpTarget.Channel && !ChannelExists(m.Id)) yield return new HealthFinding(HealthIssue.MultiplierChannelGone, HealthGrade.Doubtful, ChannelId: m.Id, Number: m.Percent);
            else if (m.Target == XpTarget.Channel && m.Percent > 0 && rules.Scope.ChannelMode == XpListMode.AllBut && rules.Scope.ChannelIds.Contains(m.Id))
                yield return new HealthFinding(HealthIssue.MultiplierWithoutEffect, HealthGrade.Doubtful, ChannelId: m.Id, Number: m.Percent);
            else if (m.Target == XpTarget.Role && roles.AreKnown && !RoleExists(m.Id))
                yield return new HealthFinding(HealthIssue.MultiplierRoleGone, HealthGrade.Doubtful, RoleId: m.Id, Number: m.Percent);
            else if (m.Target == XpTarget.Role && (m.Id == guildId || (m.Percent > 0 && rules.Scope.RoleMode == XpListMode.AllBut && rules.Scope.RoleIds.Contains(m.Id))))
                yield return new HealthFinding(HealthIssue.MultiplierWithoutEffect, HealthGrade.Doubtful, RoleId: m.Id, Number: m.Percent);
        }
    }

    private bool Earns(Channel channel)
    {
        var parent = channel.ParentId ?? 0;
        var category = parent != 0 && channels.TryGetValue(parent, out var above) ? above.ParentId ?? 0 : 0;
        var place = new XpPlace(channel.Id, parent, category);
        return rules.Scope.Includes(place) && _multipliers.PercentFor(place, [], 100) > 0;
    }

    private bool IsZeroRole(long id) => rules.Multipliers.Any(m => m.Target == XpTarget.Role && m.Id == id && m.Percent == 0);

    private bool IsThread(long id) => channels.TryGetValue(id, out var channel) && channel.Type is 10 or 11 or 12;

    private bool ChannelExists(long id) => channels.TryGetValue(id, out var channel) && !channel.IsDeleted;

    private bool RoleExists(long id) => roles.Find(id) is not null;

    private static HealthFinding Broken(HealthIssue issue) => new(issue, HealthGrade.Broken);
}
