using System.Globalization;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.DiscordEmulator.OAuth;

/// <summary><c>/oauth2/authorize</c>: consent of a simulated user, and adding the bot to a guild.</summary>
public sealed class AuthorizeRoutes(World world, Grants grants, Publisher publisher, DiscordEmulatorOptions options)
{
    private const string Cookie = "emulator_user";
    private const int MostPeople = 8;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/oauth2/authorize", Show);
        app.MapPost("/oauth2/authorize", (Delegate)DecideAsync);
    }

    private IResult Show(HttpContext http)
    {
        var request = AuthorizeRequest.From(name => http.Request.Query[name]);
        var page = PageFor(http);
        if (request.Problem(options) is { } problem) return Html(page.Note("OAuth2", problem), StatusCodes.Status400BadRequest);
        lock (world.Gate)
        {
            if (request is { Prompt: "none", InstallsBot: false } && ulong.TryParse(http.Request.Cookies[Cookie], out var known)
                && world.Users.TryGetValue(known, out var returning) && grants.HasConsented(known, request.Scopes))
                return Redirect(request, returning, guild: null);
            if (!request.InstallsBot) return Html(page.People(request, People(), next: false));
            if (request.UserId is not { } id || !world.Users.TryGetValue(id, out var user)) return Html(page.People(request, People(), next: true));
            return Html(page.Guilds(request, user, Installable(user, request.GuildId)));
        }
    }

    private async Task<IResult> DecideAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var request = AuthorizeRequest.From(name => form[name]);
        var page = PageFor(http);
        if (request.Problem(options) is { } problem) return Html(page.Note("OAuth2", problem), StatusCodes.Status400BadRequest);
        if (form["decision"] != "authorize") return Denied(request, page);
        lock (world.Gate)
        {
            if (request.UserId is not { } id || !world.Users.TryGetValue(id, out var user)) return Html(page.People(request, People(), request.InstallsBot), StatusCodes.Status400BadRequest);
            Guild? guild = null;
            if (request.InstallsBot)
            {
                guild = Installable(user, only: null).Find(g => g.Id == request.GuildId);
                if (guild is null) return Html(page.Guilds(request, user, Installable(user, only: null)), StatusCodes.Status400BadRequest);
                world.Install(guild, Founding.BotPermissions);
                publisher.GuildCreate(guild);
                if (request.RedirectUri is null) return Html(page.Installed(guild.Name));
            }
            http.Response.Cookies.Append(Cookie, id.ToString(CultureInfo.InvariantCulture), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/oauth2" });
            return Redirect(request, user, guild);
        }
    }

    private IResult Redirect(AuthorizeRequest request, User user, Guild? guild)
    {
        var query = new Dictionary<string, string?>
        {
            ["code"] = grants.CreateCode(user, request.Scopes, request.RedirectUri!, request.CodeChallenge, guild?.Id),
            ["state"] = request.State,
            ["iss"] = options.Issuer,
        };
        if (guild is not null)
        {
            query["guild_id"] = guild.Id.ToString(CultureInfo.InvariantCulture);
            query["permissions"] = Founding.BotPermissions.ToString(CultureInfo.InvariantCulture);
        }
        return Results.Redirect(QueryHelpers.AddQueryString(request.RedirectUri!, query.Where(p => p.Value is not null)));
    }

    private IResult Denied(AuthorizeRequest request, AuthorizePage page) => request.RedirectUri is null
        ? Html(page.Note("OAuth2", "access_denied"))
        : Results.Redirect(QueryHelpers.AddQueryString(request.RedirectUri, new Dictionary<string, string?>
        {
            ["error"] = "access_denied",
            ["error_description"] = "The resource owner or authorization server denied the request",
            ["state"] = request.State,
            ["iss"] = options.Issuer,
        }.Where(p => p.Value is not null)));

    // Owners and managers first, then some who are only members.
    private List<(User, IReadOnlyList<string>)> People()
    {
        var standing = world.Users.Values.Where(u => !u.Bot && u != world.Developer)
            .Select(u => (User: u, Guilds: world.Guilds.Values.Where(g => g.Members.ContainsKey(u.Id)).ToList())).Where(x => x.Guilds.Count > 0)
            .Select(x => (x.User, x.Guilds, Manages: x.Guilds.Count(g => Manages(g, x.User)))).ToList();
        var managers = standing.Where(x => x.Manages > 0).OrderByDescending(x => x.Manages).ThenBy(x => x.User.Id).Take(MostPeople - 3);
        var members = standing.Where(x => x.Manages == 0).OrderByDescending(x => x.Guilds.Count).ThenBy(x => x.User.Id).Take(3);
        return [.. managers.Concat(members).Select(x => (x.User, (IReadOnlyList<string>)[.. x.Guilds.Select(g => $"{g.Name}: {Rank(g, x.User)}")]))];
    }

    private static bool Manages(Guild guild, User user) => (Permissions.InGuild(guild, guild.Members[user.Id]) & Permissions.ManageGuild) != 0;

    private static string Rank(Guild guild, User user) => guild.OwnerId == user.Id ? "owner" : Manages(guild, user) ? "manager" : "member";

    private List<Guild> Installable(User user, ulong? only) =>
        [.. world.Guilds.Values.Where(g => g.Members.ContainsKey(user.Id) && Manages(g, user) && !world.HasBot(g) && (only is null || g.Id == only))];

    private AuthorizePage PageFor(HttpContext http) =>
        new(http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault()?.Value.Value?.StartsWith("fr", StringComparison.OrdinalIgnoreCase) == true, options.ApplicationName);

    private static IResult Html(string html, int status = StatusCodes.Status200OK) => Results.Content(html, "text/html; charset=utf-8", statusCode: status);
}
