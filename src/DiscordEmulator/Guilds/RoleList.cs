using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Making, changing and deleting roles, with their events. The caller holds <see cref="World.Gate"/>.</summary>
public sealed class RoleList(World world, Publisher publisher)
{
    /// <param name="position">Null: as on Discord, below all that are there.</param>
    public Role Create(Guild guild, string name, ulong permissions, int? position)
    {
        var role = new Role(world.Ids.Next(), name) { Permissions = permissions, Position = position ?? 1 };
        if (position is null)
            foreach (var other in guild.Roles.Values.Where(r => r.Id != guild.Id))
                other.Position++;
        guild.Roles[role.Id] = role;
        Tell(guild, role, DispatchName.RoleCreate);
        return role;
    }

    /// <summary>What is null stays as it is.</summary>
    public bool Change(Guild guild, ulong roleId, string? name, ulong? permissions, int? position)
    {
        if (!guild.Roles.TryGetValue(roleId, out var role)) return false;
        (role.Name, role.Permissions, role.Position) = (name ?? role.Name, permissions ?? role.Permissions, position ?? role.Position);
        Tell(guild, role, DispatchName.RoleUpdate);
        return true;
    }

    /// <summary>Whoever had it has it no more, which no event of theirs says (Discord API reference, Guild Role Delete).</summary>
    public bool Delete(Guild guild, ulong roleId)
    {
        if (roleId == guild.Id || !guild.Roles.Remove(roleId)) return false;
        foreach (var member in guild.Members.Values) member.Roles.Remove(roleId);
        guild.PermissionsVersion++;
        publisher.ToGuild(guild, DispatchName.RoleDelete, (guild, roleId), static (json, x) =>
        {
            json.WriteStartObject();
            json.Id("guild_id", x.guild.Id);
            json.Id("role_id", x.roleId);
            json.WriteEndObject();
        });
        return true;
    }

    private void Tell(Guild guild, Role role, DispatchName name)
    {
        guild.PermissionsVersion++;
        publisher.ToGuild(guild, name, (guild, role), static (json, x) =>
        {
            json.WriteStartObject();
            json.Id("guild_id", x.guild.Id);
            json.WritePropertyName("role");
            json.Role(x.role);
            json.WriteEndObject();
        });
    }
}
