using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Xp;

/// <summary>Rules that are not saved yet, applied to one place and one member by the very rules that count.</summary>
public static class XpAtPlace
{
    /// <returns>In hundredths; 0 = nothing is earned.</returns>
    public static int Percent(XpRuleSettings rules, XpPlace place, IReadOnlyList<long> roleIds, int eventPercent)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var scope = new XpScope(Mode(rules.Where.OnlyChannels), rules.Where.ChannelIds.ToHashSet(), Mode(rules.Where.OnlyRoles), rules.Where.RoleIds.ToHashSet());
        if (!scope.Includes(place) || !scope.Includes(roleIds))
            return 0;
        var multipliers = rules.Factors.DistinctBy(factor => (factor.IsRole, factor.TargetId))
            .Select(factor => new XpMultiplier(factor.IsRole ? XpTarget.Role : XpTarget.Channel, factor.TargetId, factor.Percent));
        return new XpMultipliers(multipliers).PercentFor(place, roleIds, eventPercent);
    }

    private static XpListMode Mode(bool isOnly) => isOnly ? XpListMode.Only : XpListMode.AllBut;
}
