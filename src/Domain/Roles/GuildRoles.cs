namespace CommunityIntel.Domain.Roles;

/// <summary>Why the bot gives no such role.</summary>
public enum RoleFault
{
    /// <summary>The role was deleted, or never seen.</summary>
    Unknown = 0,

    /// <summary>@everyone: everybody has it already.</summary>
    Everyone = 1,

    /// <summary>Discord gives it itself, to bots, boosters or subscribers.</summary>
    Managed = 2,

    /// <summary>It holds permissions of moderators or administrators.</summary>
    Dangerous = 3,

    /// <summary>It stands at or above the bot's highest role.</summary>
    TooHigh = 4,
}

/// <summary>A role that is not given, and why. <c>Permissions</c>: those that make it <see cref="RoleFault.Dangerous"/>.</summary>
public sealed record RoleRefusal(long RoleId, RoleFault Fault, RolePermissions Permissions = RolePermissions.None);

/// <summary>A guild's roles and the bot among them: what the bot may give. Nothing is known before the guild was first seen.</summary>
public sealed class GuildRoles(long guildId, IReadOnlyDictionary<long, Role> roles, GuildBot bot)
{
    /// <summary>Whether Discord has told of them yet.</summary>
    public bool AreKnown => roles.Count > 0;

    public bool BotIsKnown => AreKnown && bot.UserId != 0;

    /// <summary>The bot's, by its roles and @everyone's, without what channels change.</summary>
    public RolePermissions BotPermissions
    {
        get
        {
            var all = BotRoles.Append(guildId).Select(Find).OfType<Role>().Aggregate(RolePermissions.None, (sum, role) => sum | role.Permissions);
            return all.HasFlag(RolePermissions.Administrator) ? (RolePermissions)ulong.MaxValue : all;
        }
    }

    /// <summary>The bot's highest role; null when it has none but @everyone, or is not known.</summary>
    public Role? HighestOfBot => BotRoles.Select(Find).OfType<Role>().Aggregate((Role?)null, (top, role) => top is null || role.StandsAbove(top) ? role : top);

    private IReadOnlyList<long> BotRoles => bot.RoleIds;

    /// <summary>Null when the role is gone.</summary>
    public Role? Find(long roleId) => roles.TryGetValue(roleId, out var role) && !role.IsDeleted ? role : null;

    /// <summary>Why the role is not given; null = it is. Where it stands is judged only when the bot is known.</summary>
    public RoleRefusal? Refuse(long roleId)
    {
        if (roleId == guildId) return new RoleRefusal(roleId, RoleFault.Everyone);
        if (Find(roleId) is not { } role) return new RoleRefusal(roleId, RoleFault.Unknown);
        if (role.IsManaged) return new RoleRefusal(roleId, RoleFault.Managed);
        if ((role.Permissions & RolePermissions.Dangerous) is not RolePermissions.None and var dangerous) return new RoleRefusal(roleId, RoleFault.Dangerous, dangerous);
        return BotIsKnown && HighestOfBot?.StandsAbove(role) != true ? new RoleRefusal(roleId, RoleFault.TooHigh) : null;
    }

    /// <summary>Whether a level may give the role now. While nothing is known, Discord judges.</summary>
    public bool MayGive(long roleId) => !AreKnown || Refuse(roleId) is null;
}
