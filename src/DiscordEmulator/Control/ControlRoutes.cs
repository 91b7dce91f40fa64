using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Rest;

namespace CommunityIntel.DiscordEmulator.Control;

/// <summary>
/// The side door for demos and tests, on loopback like everything here: guilds, people, messages and voice
/// as if users had acted.
/// </summary>
public sealed class ControlRoutes(World world, Conversation conversation, Membership membership, RoleList roles, InviteList invites, VoiceRooms voice, Publisher publisher, Simulation simulation, RestFaults faults)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/guilds", () => Locked(() => Results.Ok(world.Guilds.Values.Select(View).ToList())));
        control.MapPost("/guilds", CreateGuild);
        control.MapGet("/guilds/{guildId}/channels", (ulong guildId) => InGuild(guildId, g => g.Channels.Values.Select(View).ToList()));
        control.MapPost("/guilds/{guildId}/channels", (ulong guildId, NewChannel given) => InGuild(guildId, g => CreateChannel(g, given)));
        control.MapGet("/guilds/{guildId}/roles", (ulong guildId) => InGuild(guildId, g => g.Roles.Values.Select(View).ToList()));
        control.MapPost("/guilds/{guildId}/roles", (ulong guildId, NewRole given) => InGuild(guildId, g => View(roles.Create(g, given.Name, given.Permissions, given.Position))));
        control.MapPatch("/guilds/{guildId}/roles/{roleId}", (ulong guildId, ulong roleId, RoleEdit edit) => InGuild(guildId, g => roles.Change(g, roleId, edit.Name, edit.Permissions, edit.Position)));
        control.MapDelete("/guilds/{guildId}/roles/{roleId}", (ulong guildId, ulong roleId) => InGuild(guildId, g => roles.Delete(g, roleId)));
        control.MapGet("/guilds/{guildId}/members", (ulong guildId) => InGuild(guildId, g => g.Members.Values.Select(m => View(g, m)).ToList()));
        control.MapPost("/guilds/{guildId}/members", Join);
        control.MapDelete("/guilds/{guildId}/members/{userId}", (ulong guildId, ulong userId, DateTimeOffset? timestamp) => InGuild(guildId, g => membership.Leave(g, userId, Ms(timestamp))));
        control.MapPut("/guilds/{guildId}/members/{userId}/roles/{roleId}", (ulong guildId, ulong userId, ulong roleId) => InGuild(guildId, g => g.Members.TryGetValue(userId, out var m) && membership.GiveRole(g, m, roleId)));
        control.MapDelete("/guilds/{guildId}/members/{userId}/roles/{roleId}", (ulong guildId, ulong userId, ulong roleId) => InGuild(guildId, g => g.Members.TryGetValue(userId, out var m) && membership.TakeRole(g, m, roleId)));
        control.MapPost("/guilds/{guildId}/invites", (ulong guildId, NewInvite given) => InGuild(guildId, g => invites.Create(g, given.UserId, given.MaxUses, given.MaxAgeSeconds).Code));
        control.MapDelete("/guilds/{guildId}/invites/{code}", (ulong guildId, string code) => InGuild(guildId, g => invites.Withdraw(g, code)));
        control.MapPut("/guilds/{guildId}/voice/{userId}", (ulong guildId, ulong userId, VoiceChange change) => InGuild(guildId, g => Voice(g, userId, change)));
        control.MapDelete("/guilds/{guildId}/voice/{userId}", (ulong guildId, ulong userId, DateTimeOffset? timestamp) => InGuild(guildId, g => voice.Leave(g, userId, Ms(timestamp))));
        control.MapPost("/guilds/{guildId}/outage", (ulong guildId) => InGuild(guildId, g => Outage(g, begins: true)));
        control.MapDelete("/guilds/{guildId}/outage", (ulong guildId) => InGuild(guildId, g => Outage(g, begins: false)));
        control.MapPost("/guilds/{guildId}/bot", (ulong guildId) => InGuild(guildId, InstallBot));
        control.MapDelete("/guilds/{guildId}/bot", (ulong guildId) => InGuild(guildId, RemoveBot));
        control.MapGet("/users", () => Locked(() => Results.Ok(world.Users.Values.Select(View).ToList())));
        control.MapPost("/users", CreateUser);
        control.MapPut("/users/{userId}/direct", (ulong userId, DirectSwitch given) => Locked(() => world.Users.TryGetValue(userId, out var user) ? Results.Ok(user.TakesNoDirect = given.Closed) : Results.NotFound()));
        control.MapPost("/channels/{channelId}/messages", (ulong channelId, NewMessage given) => InChannel(channelId, c => Post(c, given)));
        control.MapPatch("/channels/{channelId}/messages/{messageId}", (ulong channelId, ulong messageId, MessageEdit edit) => InChannel(channelId, c => Edit(c, messageId, edit)));
        control.MapDelete("/channels/{channelId}/messages/{messageId}", (ulong channelId, ulong messageId) => InChannel(channelId, c => conversation.Delete(c, messageId) ? Results.Ok(true) : Results.NotFound()));
        control.MapPost("/channels/{channelId}/messages/bulk-delete", (ulong channelId, MessageIds given) => InChannel(channelId, c => DeleteMany(c, given.Ids)));
        control.MapDelete("/channels/{channelId}", (ulong channelId) => InChannel(channelId, DeleteChannel));
        control.MapPut("/channels/{channelId}/overwrites", (ulong channelId, ChannelOverwrites given) => InChannel(channelId, c => Overwrite(c, given.Overwrites)));
        control.MapPut("/channels/{channelId}/visibility", (ulong channelId, ChannelVisibility visibility) => InChannel(channelId, c => Hide(c, visibility.Hidden)));
        control.MapPost("/rest-faults", (RestFault fault) => faults.Add(fault));
        control.MapGet("/history", () => simulation.Progress);
        // Answers once the history has been sent.
        control.MapGet("/history/done", async (CancellationToken gone) =>
        {
            if (simulation.Communities.Count > 0) await simulation.Told.WaitAsync(gone);
            return simulation.Progress;
        });
        control.MapPut("/simulation", (SimulationSwitch given) => simulation.Paused = given.Paused);
    }

    private IResult Locked(Func<IResult> read)
    {
        lock (world.Gate) return read();
    }

    private IResult InGuild<T>(ulong id, Func<Guild, T> act) =>
        Locked(() => world.Guilds.TryGetValue(id, out var guild) ? Results.Ok(act(guild)) : Results.NotFound());

    private IResult InChannel(ulong id, Func<Channel, IResult> act) =>
        Locked(() => world.TryChannel(id, out var channel) ? act(channel) : Results.NotFound());

    private static long Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds() ?? 0;

    private IResult CreateGuild(NewGuild given) => Locked(() =>
    {
        var guild = new Guild(given.Id ?? world.Ids.Next(), given.Name, given.OwnerId ?? world.Developer.Id) { PreferredLocale = given.Locale };
        guild.Roles[guild.Id] = new Role(guild.Id, "@everyone") { Permissions = Permissions.Everyone };
        if (world.Users.TryGetValue(guild.OwnerId, out var owner)) guild.Members[owner.Id] = new Member(owner, world.Now);
        var general = new Channel(world.Ids.Next(), ChannelType.Text, "general", guild);
        guild.Channels[general.Id] = general;
        guild.SystemChannelId = general.Id;
        var standing = InviteList.Standing(guild, owner);
        guild.Invites[standing.Code] = standing;
        world.Add(guild);
        if (given.Bot) InstallBot(guild);
        return Results.Ok(View(guild));
    });

    private ChannelView CreateChannel(Guild guild, NewChannel given)
    {
        var channel = new Channel(world.Ids.Next(), given.Type, given.Name, guild) { ParentId = given.ParentId, Position = guild.Channels.Count };
        if (given.Hidden) channel.Overwrites.Add(new Overwrite(guild.Id, IsMember: false, 0, Permissions.ViewChannel));
        world.Add(channel);
        if (channel.IsThread) publisher.ToChannel(channel, DispatchName.ThreadCreate, channel, static (json, c) => json.Channel(c));
        else if (world.BotCanView(channel)) publisher.ToGuild(guild, DispatchName.ChannelCreate, channel, static (json, c) => json.Channel(c));
        else publisher.ToGuild(guild, DispatchName.ChannelCreate, channel, static (json, c) => json.ChannelShell(c));
        return View(channel);
    }

    private IResult CreateUser(NewUser given) => Locked(() =>
    {
        var user = new User(world.Ids.Next(), given.Name) { GlobalName = given.DisplayName, Bot = given.Bot, Locale = given.Locale };
        world.Users[user.Id] = user;
        return Results.Ok(View(user));
    });

    private IResult Join(ulong guildId, NewMember given) => Locked(() =>
    {
        if (!world.Guilds.TryGetValue(guildId, out var guild) || !world.Users.TryGetValue(given.UserId, out var user)) return Results.NotFound();
        if (given.Invite is { } code && !invites.Use(guild, code)) return Results.NotFound();
        var member = membership.Join(guild, user, given.Timestamp ?? world.Now, Ms(given.Timestamp));
        return Results.Ok(View(guild, member));
    });

    private bool Voice(Guild guild, ulong userId, VoiceChange change)
    {
        if (change.ChannelId is { } channel) voice.Enter(guild, userId, channel, Ms(change.Timestamp));
        return change.SelfMute is null && change.SelfDeaf is null || voice.Set(guild, userId, change.SelfMute, change.SelfDeaf, Ms(change.Timestamp));
    }

    private bool Outage(Guild guild, bool begins)
    {
        if (guild.Unavailable == begins) return false;
        guild.Unavailable = begins;
        if (begins) publisher.GuildDelete(guild, outage: true);
        else publisher.GuildCreate(guild);
        return true;
    }

    private bool InstallBot(Guild guild)
    {
        if (world.HasBot(guild)) return false;
        world.Install(guild, Founding.BotPermissions);
        publisher.GuildCreate(guild);
        return true;
    }

    private bool RemoveBot(Guild guild)
    {
        if (!world.HasBot(guild)) return false;
        publisher.GuildDelete(guild, outage: false);
        world.Uninstall(guild);
        return true;
    }

    private IResult Post(Channel channel, NewMessage given)
    {
        if (!world.Users.TryGetValue(given.UserId, out var user)) return Results.NotFound();
        return Results.Ok(View(conversation.Post(channel, user, given.Content, given.Timestamp?.ToUnixTimeMilliseconds(), given.ReplyTo)));
    }

    private IResult Edit(Channel channel, ulong messageId, MessageEdit edit)
    {
        if (channel.Messages.Find(messageId) is not { } message) return Results.NotFound();
        conversation.Edit(message, edit.Content);
        return Results.Ok(View(message));
    }

    private IResult DeleteMany(Channel channel, IReadOnlyList<ulong> ids)
    {
        conversation.DeleteMany(channel, ids);
        return Results.Ok(true);
    }

    // With its threads, of which nobody is told.
    private IResult DeleteChannel(Channel channel)
    {
        if (channel.Guild is not { } guild) return Results.BadRequest();
        if (channel.IsThread) publisher.ToChannel(channel, DispatchName.ThreadDelete, channel, static (json, c) => json.ThreadKey(c));
        else if (world.BotCanView(channel)) publisher.ToGuild(guild, DispatchName.ChannelDelete, channel, static (json, c) => json.Channel(c));
        else publisher.ToGuild(guild, DispatchName.ChannelDelete, channel, static (json, c) => json.ChannelShell(c));
        foreach (var gone in guild.Channels.Values.Where(c => c == channel || (c.IsThread && c.ParentId == channel.Id)).ToList()) world.Remove(gone);
        return Results.Ok(true);
    }

    private IResult Hide(Channel channel, bool hidden)
    {
        if (channel.Guild is not { } guild) return Results.BadRequest();
        var others = channel.Overwrites.Where(o => o.Id != guild.Id);
        return Overwrite(channel, hidden ? [.. others, new Overwrite(guild.Id, IsMember: false, 0, Permissions.ViewChannel)] : [.. others]);
    }

    private IResult Overwrite(Channel channel, IReadOnlyList<Overwrite> overwrites)
    {
        if (channel.Guild is not { } guild) return Results.BadRequest();
        channel.Overwrites.Clear();
        channel.Overwrites.AddRange(overwrites);
        guild.PermissionsVersion++;
        publisher.ChannelUpdate(channel);
        return Results.Ok(View(channel));
    }

    private GuildView View(Guild guild) => new(guild.Id, guild.Name, guild.OwnerId, guild.Members.Count, world.HasBot(guild), guild.Unavailable, guild.PreferredLocale);

    private ChannelView View(Channel channel) => new(channel.Id, channel.Name, channel.Type, channel.Guild?.Id, channel.ParentId, world.BotCanView(channel));

    private static UserView View(User user) => new(user.Id, user.Username, user.GlobalName, user.Bot);

    private static RoleView View(Role role) => new(role.Id, role.Name, role.Permissions, role.Position);

    private static MemberView View(Guild guild, Member member) =>
        new(View(member.User), member.Roles, member.JoinedAt, guild.VoiceStates.TryGetValue(member.User.Id, out var state) ? state.ChannelId : null);

    private static MessageView View(Message message) => new(message.Id, message.Channel.Id, message.Author.Id, message.Content, message.Flags);
}
