using System.Globalization;
using System.Net;
using System.Text;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.OAuth;

/// <summary>The consent page: who to be, which guild to add the bot to. Plain HTML in English or French.</summary>
public sealed class AuthorizePage(bool french, string application)
{
    private string T(string english, string frenchText) => french ? frenchText : english;

    /// <summary>Choose a person; with <paramref name="next"/> the page leads on to the choice of a guild.</summary>
    public string People(AuthorizeRequest request, IReadOnlyList<(User User, IReadOnlyList<string> Standing)> people, bool next)
    {
        var body = new StringBuilder();
        body.Append(Html($"<p><strong>{application}</strong> {T("asks for:", "demande :")} {string.Join(", ", request.Scopes)}</p>"));
        body.Append(Html($"<form method=\"{(next ? "get" : "post")}\" action=\"/oauth2/authorize\">"));
        Hidden(body, request, withUser: false);
        body.Append(Html($"<fieldset><legend>{T("Who do you want to be?", "Qui voulez-vous être ?")}</legend>"));
        foreach (var (index, (user, standing)) in people.Index())
        {
            var id = user.Id.ToString(CultureInfo.InvariantCulture);
            body.Append(Html($"<label><input type=\"radio\" name=\"user_id\" value=\"{id}\" required{(index == 0 ? " checked" : "")}> <span><b>{user.DisplayName}</b>"));
            body.Append(Html($"<small>{(standing.Count == 0 ? T("no guild", "aucun serveur") : string.Join(" · ", standing))}</small></span></label>"));
        }
        body.Append("</fieldset>");
        if (next) body.Append(Html($"<p class=\"buttons\"><button>{T("Continue", "Continuer")}</button></p>"));
        else Buttons(body);
        body.Append("</form>");
        return Page(T("Sign in", "Connexion"), body.ToString());
    }

    /// <summary>Choose a guild for the bot.</summary>
    public string Guilds(AuthorizeRequest request, User user, IReadOnlyList<Guild> guilds)
    {
        var body = new StringBuilder();
        body.Append(Html($"<p>{T("Add", "Ajouter")} <strong>{application}</strong> {T("to a server, as", "à un serveur, en tant que")} <b>{user.DisplayName}</b></p>"));
        body.Append("<form method=\"post\" action=\"/oauth2/authorize\">");
        Hidden(body, request, withUser: true);
        if (guilds.Count == 0)
            body.Append(Html($"<p role=\"status\">{T("There is no server that you manage and that lacks the bot.", "Aucun serveur que vous gérez n'attend ce bot.")}</p>"));
        else
        {
            body.Append(Html($"<fieldset><legend>{T("Server", "Serveur")}</legend>"));
            foreach (var guild in guilds)
                body.Append(Html($"<label><input type=\"radio\" name=\"guild_id\" value=\"{guild.Id.ToString(CultureInfo.InvariantCulture)}\" required{(guild.Id == request.GuildId || guilds.Count == 1 ? " checked" : "")}> <span><b>{guild.Name}</b></span></label>"));
            body.Append("</fieldset>");
        }
        Buttons(body, authorize: guilds.Count > 0);
        body.Append("</form>");
        return Page(T("Add the bot", "Ajouter le bot"), body.ToString());
    }

    public string Note(string title, string text) => Page(title, Html($"<p>{text}</p>"));

    public string Installed(string guild) => Note(T("Done", "Terminé"), T($"The bot is now in {guild}. You may close this page.", $"Le bot est maintenant dans {guild}. Vous pouvez fermer cette page."));

    private void Buttons(StringBuilder body, bool authorize = true)
    {
        body.Append("<p class=\"buttons\">");
        if (authorize) body.Append(Html($"<button name=\"decision\" value=\"authorize\">{T("Authorize", "Autoriser")}</button>"));
        body.Append(Html($"<button name=\"decision\" value=\"cancel\" class=\"plain\" formnovalidate>{T("Cancel", "Annuler")}</button></p>"));
    }

    private static void Hidden(StringBuilder body, AuthorizeRequest request, bool withUser)
    {
        void Field(string name, string? value)
        {
            if (value is not null) body.Append(Html($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));
        }
        Field("client_id", request.ClientId);
        Field("response_type", request.ResponseType);
        Field("scope", string.Join(' ', request.Scopes));
        Field("redirect_uri", request.RedirectUri);
        Field("state", request.State);
        Field("code_challenge", request.CodeChallenge);
        Field("code_challenge_method", request.CodeChallengeMethod);
        if (!withUser && request.GuildId is { } guild) Field("guild_id", guild.ToString(CultureInfo.InvariantCulture));
        if (withUser && request.UserId is { } user) Field("user_id", user.ToString(CultureInfo.InvariantCulture));
    }

    private static string Html(FormattableString text) =>
        string.Format(CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(a => a is string given ? (given is " checked" ? given : WebUtility.HtmlEncode(given)) : a)]);

    private string Page(string title, string body) => $$"""
        <!doctype html>
        <html lang="{{(french ? "fr" : "en")}}">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        :root { color-scheme: light dark; --ink: #1d2330; --paper: #fff; --line: #8a93a6; --main: #3d4fd6; --soft: #50586b; --back: #eef0f5; }
        @media (prefers-color-scheme: dark) { :root { --ink: #eef0f6; --paper: #1c2029; --line: #7d879b; --main: #a9b4ff; --soft: #b8c0d0; --back: #11141a; } }
        body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
        main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; background: var(--paper); border-radius: .75rem; }
        h1 { font-size: 1.4rem; margin: 0 0 1rem; }
        fieldset { border: 0; padding: 0; margin: 0; } legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
        label { display: flex; gap: .75rem; align-items: center; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; margin: .4rem 0; cursor: pointer; }
        label:has(:checked) { outline: 2px solid var(--main); } label small { display: block; color: var(--soft); }
        .buttons { display: flex; gap: .75rem; margin: 1.25rem 0 0; }
        button { font: inherit; font-weight: 600; padding: .6rem 1.2rem; border-radius: .5rem; border: 2px solid var(--main); background: var(--main); color: var(--paper); cursor: pointer; }
        button.plain { background: transparent; color: var(--ink); border-color: var(--line); }
        :focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
        footer { color: var(--soft); font-size: .85rem; margin-top: 1.5rem; }
        </style>
        </head>
        <body><main>
        <h1>{{WebUtility.HtmlEncode(title)}}</h1>
        {{body}}
        <footer>{{T("Local Discord: a simulation on this machine.", "Discord local : une simulation sur cette machine.")}}</footer>
        </main></body>
        </html>
        """;
}
