using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    private readonly Dictionary<long, Role> _roles = [];

    /// <summary>Deleted ones included, by id.</summary>
    public IReadOnlyDictionary<long, Role> Roles => _roles;

    public GuildBot Bot { get; private set; } = GuildBot.Unknown;

    /// <summary>What the bot may give, as far as it is known.</summary>
    public GuildRoles GivableRoles => new(Id, _roles, Bot);

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreRoles(IEnumerable<Role> roles, GuildBot bot)
    {
        foreach (var role in roles) _roles[role.Id] = role;
        Bot = bot;
    }

    /// <summary>All roles that there are: others are gone.</summary>
    public void RolesListed(IReadOnlyCollection<Role> roles)
    {
        foreach (var role in roles) RoleChanged(role);
        foreach (var gone in _roles.Keys.Except(roles.Select(r => r.Id)).ToList()) RoleDeleted(gone);
    }

    public void RoleChanged(Role role)
    {
        if (_roles.TryGetValue(role.Id, out var same) && same == role) return;
        _roles[role.Id] = role;
        Changes.Roles[role.Id] = role;
    }

    public void RoleDeleted(long roleId)
    {
        if (_roles.TryGetValue(roleId, out var role)) RoleChanged(role with { IsDeleted = true });
    }

    /// <param name="roleIds">Ascending.</param>
    public void BotSeen(long userId, IReadOnlyList<long> roleIds)
    {
        var bot = new GuildBot(userId, roleIds);
        if (bot == Bot) return;
        Bot = bot;
        Changes.Bot = bot;
    }
}
