using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>The current user (bot or bearer), their guilds, direct messages, and the gateway's address.</summary>
public sealed class UserRoutes(World world, IdentifyLimit identifies, GatewayAddress address, Publisher publisher, DiscordEmulatorOptions options)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/gateway", () => ApiReply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("url", address.Gateway);
            json.WriteEndObject();
        })).WithMetadata(new TokenRoute());
        api.MapGet("/gateway/bot", GatewayBot);
        api.MapGet("/users/@me", Me).WithMetadata(new BearerRoute());
        api.MapGet("/users/@me/guilds", Guilds).WithMetadata(new BearerRoute());
        api.MapGet("/users/@me/guilds/{guildId}/member", Member).WithMetadata(new BearerRoute());
        api.MapDelete("/users/@me/guilds/{guildId}", Leave);
        api.MapPost("/users/@me/channels", DirectAsync);
        api.MapGet("/users/{userId}", (ulong userId) =>
        {
            lock (world.Gate) return world.Users.TryGetValue(userId, out var user) ? ApiReply.Json(json => json.User(user)) : Refused.UnknownUser;
        });
        api.MapGet("/oauth2/@me", Authorization).WithMetadata(new BearerRoute());
    }

    private ApiReply GatewayBot() => ApiReply.Json(json =>
    {
        var (total, remaining, resetAfter) = identifies.Budget;
        json.WriteStartObject();
        json.WriteString("url", address.Gateway);
        json.WriteNumber("shards", options.Shards);
        json.WriteStartObject("session_start_limit");
        json.WriteNumber("total", total);
        json.WriteNumber("remaining", remaining);
        json.WriteNumber("reset_after", (long)resetAfter.TotalMilliseconds);
        json.WriteNumber("max_concurrency", options.MaxConcurrency);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private ApiReply Me(HttpContext http)
    {
        var caller = Caller.Of(http);
        if (caller.Grant is { } grant && !grant.Scopes.Contains("identify")) return Refused.MissingScope;
        return ApiReply.Json(json => json.OwnUser(caller.User(world), email: caller.Grant?.Scopes.Contains("email") == true));
    }

    private ApiReply Guilds(HttpContext http, [FromQuery] string? after, [FromQuery] string? limit, [FromQuery(Name = "with_counts")] string? withCounts)
    {
        var caller = Caller.Of(http);
        if (caller.Grant is { } grant && !grant.Scopes.Contains("guilds")) return Refused.MissingScope;
        ulong.TryParse(after, CultureInfo.InvariantCulture, out var above);
        var most = int.TryParse(limit, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, 200) : 200;
        var counts = GuildRoutes.IsTrue(withCounts);
        lock (world.Gate)
        {
            var user = caller.User(world);
            var guilds = world.Guilds.Values.Where(g => g.Id > above && g.Members.ContainsKey(user.Id)).OrderBy(g => g.Id).Take(most);
            return ApiReply.List(guilds, (json, guild) => Write(json, guild, user, counts));
        }
    }

    private static void Write(Utf8JsonWriter json, Guild guild, User user, bool counts)
    {
        json.WriteStartObject();
        json.Id("id", guild.Id);
        json.WriteString("name", guild.Name);
        json.WriteNull("icon");
        json.WriteNull("banner");
        json.WriteBoolean("owner", guild.OwnerId == user.Id);
        json.WriteString("permissions", Permissions.InGuild(guild, guild.Members[user.Id]).ToString(CultureInfo.InvariantCulture));
        json.Array("features", ["COMMUNITY"], static (to, feature) => to.WriteStringValue(feature));
        if (counts)
        {
            json.WriteNumber("approximate_member_count", guild.Members.Count);
            json.WriteNumber("approximate_presence_count", Math.Max(1, guild.Members.Count / 5));
        }
        json.WriteEndObject();
    }

    private ApiReply Member(HttpContext http, ulong guildId)
    {
        var caller = Caller.Of(http);
        if (caller.Grant?.Scopes.Contains("guilds.members.read") != true) return Refused.MissingScope;
        lock (world.Gate)
            return world.Guilds.TryGetValue(guildId, out var guild) && guild.Members.TryGetValue(caller.User(world).Id, out var member)
                ? ApiReply.Json(json => json.Member(member)) : Refused.UnknownGuild;
    }

    private ApiReply Leave(ulong guildId)
    {
        lock (world.Gate)
        {
            if (Access.Guild(world, guildId, out var guild) is { } refusal) return refusal;
            publisher.GuildDelete(guild, outage: false);
            world.Uninstall(guild);
            return ApiReply.Empty;
        }
    }

    private async Task<ApiReply> DirectAsync(HttpRequest request)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request);
        if (body is null) return refusal!;
        lock (world.Gate)
        {
            if (body.Id("recipient_id") is not { } id) return ApiReply.Invalid("recipient_id", "BASE_TYPE_REQUIRED", "This field is required");
            if (!world.Users.TryGetValue(id, out var user)) return Refused.UnknownUser;
            if (user.Bot) return Refused.CannotMessageUser;
            var channel = world.Direct(user);
            return ApiReply.Json(json => json.Channel(channel));
        }
    }

    private ApiReply Authorization(HttpContext http)
    {
        if (Caller.Of(http).Grant is not { } grant) return Refused.Unauthorized;
        return ApiReply.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("application");
            json.Application(world, options, own: false);
            json.Array("scopes", grant.Scopes, static (to, scope) => to.WriteStringValue(scope));
            json.Time("expires", grant.Expires);
            if (grant.Scopes.Contains("identify"))
            {
                json.WritePropertyName("user");
                json.User(grant.User);
            }
            json.WriteEndObject();
        });
    }
}
