using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Xp;

/// <summary>What a guild's XP rules can name, for its callers.</summary>
internal static class ScopeWire
{
    private const int MostThreads = 200;

    public static ScopeChoices ChoicesOf(Guild guild)
    {
        var rules = guild.Rules;
        var named = Named(rules, XpTarget.Channel).Concat(rules.Scope.ChannelIds).ToHashSet();
        var all = guild.Channels.Values.Where(c => !c.IsDeleted && !IsThread(c))
            .Concat(guild.Channels.Values.Where(c => !c.IsDeleted && IsThread(c)).OrderByDescending(c => c.Id).Take(MostThreads))
            .Concat(guild.Channels.Values.Where(c => named.Contains(c.Id)));
        return new ScopeChoices([.. all.DistinctBy(c => c.Id).Select(c => new ScopeChannel(c.Id, c.Name, c.Type, c.ParentId, c.IsDeleted))], RolesOf(guild, rules));
    }

    // Everybody has the role that is the guild's own: to list it says nothing.
    private static List<ScopeRole> RolesOf(Guild guild, XpRules rules)
    {
        var named = Named(rules, XpTarget.Role).Concat(rules.Scope.RoleIds).ToHashSet();
        return [.. guild.Roles.Values.Where(r => r.Id != guild.Id && (!r.IsDeleted || named.Contains(r.Id))).Select(r => new ScopeRole(r.Id, r.Name, r.IsDeleted))];
    }

    private static IEnumerable<long> Named(XpRules rules, XpTarget target) => rules.Multipliers.Where(m => m.Target == target).Select(m => m.Id);

    // Discord API reference, Channel Types: announcement, public and private threads.
    private static bool IsThread(Channel channel) => channel.Type is >= 10 and <= 12;
}
