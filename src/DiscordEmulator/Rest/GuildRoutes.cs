using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>Guilds, their channels, roles and members.</summary>
public sealed class GuildRoutes(World world, Membership membership, InviteList invites, DiscordEmulatorOptions options)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/guilds/{guildId}", Guild);
        api.MapGet("/guilds/{guildId}/channels", Channels);
        api.MapGet("/guilds/{guildId}/threads/active", ActiveThreads);
        api.MapGet("/guilds/{guildId}/roles", Roles);
        api.MapGet("/guilds/{guildId}/roles/member-counts", RoleCounts);
        api.MapGet("/guilds/{guildId}/members", Members);
        api.MapGet("/guilds/{guildId}/members/{userId}", Member);
        api.MapPatch("/guilds/{guildId}/members/{userId}", EditMemberAsync);
        api.MapPut("/guilds/{guildId}/members/{userId}/roles/{roleId}", (ulong guildId, ulong userId, ulong roleId) => ChangeRole(guildId, userId, roleId, give: true));
        api.MapDelete("/guilds/{guildId}/members/{userId}/roles/{roleId}", (ulong guildId, ulong userId, ulong roleId) => ChangeRole(guildId, userId, roleId, give: false));
        api.MapGet("/guilds/{guildId}/invites", Invites);
        api.MapGet("/guilds/{guildId}/audit-logs", AuditLog);
    }

    private ApiReply Guild(ulong guildId, [FromQuery(Name = "with_counts")] string? withCounts)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, out var guild) ?? ApiReply.Json(json => json.Guild(guild, IsTrue(withCounts)));
    }

    private ApiReply Channels(ulong guildId)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, out var guild)
                ?? ApiReply.List(guild.Channels.Values.Where(c => !c.IsThread && world.BotCanView(c)), static (json, channel) => json.Channel(channel));
    }

    private ApiReply ActiveThreads(ulong guildId)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, out var guild) ?? ApiReply.Json(json =>
            {
                json.WriteStartObject();
                json.Array("threads", guild.Channels.Values.Where(c => c.IsThread && !c.Archived && world.BotCanView(c)), static (to, channel) => to.Channel(channel));
                json.EmptyArray("members");
                json.WriteBoolean("has_more", false);
                json.WriteEndObject();
            });
    }

    private ApiReply Roles(ulong guildId)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, out var guild) ?? ApiReply.List(guild.Roles.Values, static (json, role) => json.Role(role));
    }

    private ApiReply RoleCounts(ulong guildId)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, out var guild) ?? ApiReply.Json(json =>
            {
                json.WriteStartObject();
                foreach (var role in guild.Roles.Values.Where(r => r.Id != guild.Id))
                    json.WriteNumber(role.Id.ToString(CultureInfo.InvariantCulture), guild.Members.Values.Count(m => m.Roles.Contains(role.Id)));
                json.WriteEndObject();
            });
    }

    private ApiReply Members(ulong guildId, [FromQuery] string? limit, [FromQuery] string? after)
    {
        if (!options.AllowMembersIntent) return Refused.MissingAccess;
        var most = 1;
        if (limit is not null && (!int.TryParse(limit, CultureInfo.InvariantCulture, out most) || most is < 1 or > 1000))
            return ApiReply.Invalid("limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 1000.");
        ulong.TryParse(after, CultureInfo.InvariantCulture, out var above);
        lock (world.Gate)
            return Access.Guild(world, guildId, out var guild)
                ?? ApiReply.List(guild.Members.Values.Where(m => m.User.Id > above).Take(most), static (json, member) => json.Member(member));
    }

    private ApiReply Member(ulong guildId, ulong userId)
    {
        lock (world.Gate)
        {
            if (Access.Guild(world, guildId, out var guild) is { } refusal) return refusal;
            return guild.Members.TryGetValue(userId, out var member) ? ApiReply.Json(json => json.Member(member)) : Refused.UnknownMember;
        }
    }

    private ApiReply ChangeRole(ulong guildId, ulong userId, ulong roleId, bool give)
    {
        lock (world.Gate)
        {
            if (Access.Guild(world, guildId, Permissions.ManageRoles, out var guild) is { } refusal) return refusal;
            if (!guild.Members.TryGetValue(userId, out var member)) return Refused.UnknownMember;
            if (Access.Role(world, guild, roleId) is { } forbidden) return forbidden;
            if (give) membership.GiveRole(guild, member, roleId);
            else membership.TakeRole(guild, member, roleId);
            return ApiReply.Empty;
        }
    }

    private async Task<ApiReply> EditMemberAsync(ulong guildId, ulong userId, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        lock (world.Gate)
        {
            if (Access.Guild(world, guildId, out var guild) is { } refusal) return refusal;
            if (!guild.Members.TryGetValue(userId, out var member)) return Refused.UnknownMember;
            if (body.Has("roles", out var roles) && roles.ValueKind == JsonValueKind.Array)
            {
                if (Access.Guild(world, guildId, Permissions.ManageRoles, out _) is { } missing) return missing;
                var wanted = roles.EnumerateArray().Select(r => ulong.TryParse(r.GetString(), out var id) ? id : 0).ToList();
                foreach (var changed in wanted.Except(member.Roles).Concat(member.Roles.Except(wanted)))
                    if (Access.Role(world, guild, changed) is { } forbidden)
                        return forbidden;
                member.Roles.Clear();
                member.Roles.AddRange(wanted.Distinct());
            }
            if (body.Has("nick", out var nick)) member.Nick = nick.GetString();
            membership.Changed(guild, member);
            return ApiReply.Json(json => json.Member(member));
        }
    }

    private ApiReply Invites(ulong guildId)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, Permissions.ManageGuild, out var guild) ?? ApiReply.List(invites.Of(guild), (json, invite) => json.Invite(guild, invite));
    }

    private ApiReply AuditLog(ulong guildId)
    {
        lock (world.Gate)
            return Access.Guild(world, guildId, Permissions.ViewAuditLog, out _) ?? ApiReply.Json(static json =>
            {
                json.WriteStartObject();
                foreach (var name in (ReadOnlySpan<string>)["audit_log_entries", "users", "integrations", "webhooks", "guild_scheduled_events", "threads", "application_commands", "auto_moderation_rules"])
                    json.EmptyArray(name);
                json.WriteEndObject();
            });
    }

    public static bool IsTrue(string? text) => text is "true" or "True" or "1";
}
