using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.OAuth;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>Who calls: the bot, or an application on behalf of a user.</summary>
/// <param name="Grant">Null for the bot.</param>
public sealed record Caller(AccessGrant? Grant)
{
    public static Caller Of(HttpContext http) => (Caller)http.Items[typeof(Caller)]!;

    public bool IsBot => Grant is null;

    public User User(World world) => Grant?.User ?? world.Bot;

    public static Caller? Read(HttpRequest request, DiscordEmulatorOptions options, Grants grants)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bot ", StringComparison.Ordinal)) return header[4..] == options.Token ? new Caller(Grant: null) : null;
        if (header.StartsWith("Bearer ", StringComparison.Ordinal) && grants.FindAccess(header[7..]) is { } grant) return new Caller(grant);
        return null;
    }
}

/// <summary>Endpoint metadata: works without the Authorization header, exempt from the global limit.</summary>
public sealed class TokenRoute;

/// <summary>Endpoint metadata: works with a bearer token too.</summary>
public sealed class BearerRoute;
