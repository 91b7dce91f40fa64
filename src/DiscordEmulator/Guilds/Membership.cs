using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Joining, leaving and role changes, with their events. The caller holds <see cref="World.Gate"/>.</summary>
public sealed class Membership(World world, Publisher publisher, VoiceRooms voice)
{
    public Member Join(Guild guild, User user, DateTimeOffset at, long timestamp = 0, IEnumerable<ulong>? roles = null)
    {
        var member = new Member(user, at);
        if (roles is not null) member.Roles.AddRange(roles);
        guild.Members[user.Id] = member;
        world.Users.TryAdd(user.Id, user);
        publisher.Member(guild, member, DispatchName.MemberAdd, timestamp);
        return member;
    }

    public bool Leave(Guild guild, ulong userId, long timestamp = 0)
    {
        if (!guild.Members.TryGetValue(userId, out var member)) return false;
        voice.Leave(guild, userId, timestamp);
        guild.Members.Remove(userId);
        publisher.ToGuild(guild, DispatchName.MemberRemove, (guild, member), static (json, x) =>
        {
            json.WriteStartObject();
            json.Id("guild_id", x.guild.Id);
            json.WritePropertyName("user");
            json.User(x.member.User);
            json.WriteEndObject();
        }, timestamp);
        return true;
    }

    /// <summary>False when nothing changed, which sends no event.</summary>
    public bool GiveRole(Guild guild, Member member, ulong roleId)
    {
        if (member.Roles.Contains(roleId)) return false;
        member.Roles.Add(roleId);
        Changed(guild, member);
        return true;
    }

    public bool TakeRole(Guild guild, Member member, ulong roleId)
    {
        if (!member.Roles.Remove(roleId)) return false;
        Changed(guild, member);
        return true;
    }

    public void Changed(Guild guild, Member member)
    {
        if (member.User.Id == world.Bot.Id) guild.PermissionsVersion++;
        publisher.Member(guild, member, DispatchName.MemberUpdate);
    }
}
