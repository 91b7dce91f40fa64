using System.Globalization;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Guilds;

/// <param name="MaxUses">0 = unlimited.</param>
/// <param name="MaxAgeSeconds">0 = for ever.</param>
public sealed record Invite(string Code, Channel Channel, User? Inviter, DateTimeOffset CreatedAt, int MaxUses = 0, int MaxAgeSeconds = 0)
{
    public int Uses { get; set; }

    public DateTimeOffset? ExpiresAt => MaxAgeSeconds == 0 ? null : CreatedAt.AddSeconds(MaxAgeSeconds);
}

/// <summary>Making, using and withdrawing invites, with their events. The caller holds <see cref="World.Gate"/>.</summary>
public sealed class InviteList(World world, Publisher publisher)
{
    /// <summary>The standing invite that every guild has: its owner's, to the system channel.</summary>
    public static Invite Standing(Guild guild, User? owner) => new(
        "join" + (guild.Id % 100_000).ToString(CultureInfo.InvariantCulture), guild.Channels[guild.SystemChannelId!.Value], owner, Snowflake.ToTime(guild.Id));

    public Invite Create(Guild guild, ulong inviterId, int maxUses, int maxAgeSeconds)
    {
        var code = "i" + (world.Ids.Next() % 1_000_000_000).ToString(CultureInfo.InvariantCulture);
        var invite = new Invite(code, guild.Channels[guild.SystemChannelId!.Value], world.Users.GetValueOrDefault(inviterId), world.Now, maxUses, maxAgeSeconds);
        guild.Invites[code] = invite;
        if (BotIsTold(guild)) publisher.ToGuild(guild, DispatchName.InviteCreate, (guild, invite), static (json, x) => json.InviteCreated(x.guild, x.invite));
        return invite;
    }

    /// <summary>False when there is no such invite. Whatever uses it up takes it away.</summary>
    public bool Use(Guild guild, string code)
    {
        if (!guild.Invites.TryGetValue(code, out var invite) || invite.ExpiresAt <= world.Now) return false;
        if (++invite.Uses == invite.MaxUses) Withdraw(guild, code);
        return true;
    }

    public bool Withdraw(Guild guild, string code)
    {
        if (!guild.Invites.Remove(code, out var invite)) return false;
        if (BotIsTold(guild)) publisher.ToGuild(guild, DispatchName.InviteDelete, (guild, invite), static (json, x) => json.InviteDeleted(x.guild, x.invite));
        return true;
    }

    /// <summary>Expired ones are gone without a word.</summary>
    public IReadOnlyList<Invite> Of(Guild guild) => [.. guild.Invites.Values.Where(i => i.ExpiresAt is null || i.ExpiresAt > world.Now)];

    private bool BotIsTold(Guild guild) => guild.Members.TryGetValue(world.Bot.Id, out var bot) && (Permissions.InGuild(guild, bot) & Permissions.ManageChannels) != 0;
}
