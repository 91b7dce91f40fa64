using System.Net;
using System.Net.Sockets;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using CommunityIntel.Web.Tests;
using CommunityIntel.Web.Tests.Browser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(ScriptedSite))]

namespace CommunityIntel.Web.Tests;

/// <summary>The whole site on loopback, with a scripted Discord and scripted guilds in a real silo.</summary>
public sealed class ScriptedSite : IAsyncLifetime
{
    public const long GuildId = 81_384_788_765_712_384;
    public const long OtherGuildId = 81_384_788_765_712_385;

    /// <summary>Only those who manage it see its dashboard, and only they download from the other's.</summary>
    public const long ManagedGuildId = 81_384_788_765_712_390, KeptGuildId = 81_384_788_765_712_391;

    /// <summary>Does not say who may see its dashboard.</summary>
    public const long SilentGuildId = 81_384_788_765_712_392;
    public const long GuildWithoutBotId = 81_384_788_765_712_386;

    private readonly Dictionary<string, string?> settings = new()
    {
        ["Discord:ClientId"] = "42",
        ["Web:OperatorIds:0"] = "7",
        ["Billing:Stripe:WebhookSecret"] = ScriptedStripeEvents.Secret,
        ["Web:SignInsPerMinute"] = "1000",
        ["Web:PagesPerMinute"] = "10000",
        ["Web:DownloadsPerMinute"] = "10000",
    };

    private WebApplication? app;

    public ScriptedSite()
    {
    }

    internal ScriptedSite(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings)
            this.settings[name] = value;
    }

    public ScriptedAccounts Accounts { get; } = new();

    public IServiceProvider Services => app!.Services;

    public Uri Address => new(app!.Urls.First());

    public IEnumerable<RouteEndpoint> Routes => Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        // Static files are listed under the site's own name.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "CommunityIntel.Web" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Host.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
        builder.Services.AddSingleton<IDiscordAccounts>(Accounts);
        builder.AddCommunityIntelWeb();
        app = builder.Build();
        app.MapCommunityIntelWeb();
        await app.StartAsync();
    }

    /// <summary>A browser without JavaScript that follows no redirect by itself.</summary>
    public HttpClient Visitor(string language = "en") => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() })
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { { "Accept-Language", language } },
    };

    public async Task<HttpClient> SignedInAsync(string person, string language = "en")
    {
        var visitor = Visitor(language);
        var consent = await visitor.GetAsync("/login");
        var answer = await visitor.GetAsync($"/oauth/callback?code={person}&state={StateOf(consent)}");
        answer.Headers.Location!.OriginalString.Should().Be("/guilds");
        return visitor;
    }

    /// <summary>A browser window of somebody who is signed in; the scripted Discord has no page to consent on, its address carries what the way back needs.</summary>
    public async Task<Window> OpenAsync(string person, Look look, bool script = true)
    {
        var context = await SharedBrowser.OpenAsync(Address, look, script);
        var page = await context.NewPageAsync();
        var consent = await context.APIRequest.GetAsync("/login", new() { MaxRedirects = 0 });
        await page.GotoAsync($"/oauth/callback?code={person}&state={StateOf(new Uri(consent.Headers["location"]))}");
        return new(context, page, $"/g/{GuildId}", look);
    }

    public static string StateOf(HttpResponseMessage consent) =>
        StateOf(consent.Headers.Location!);

    private static string StateOf(Uri consent) => QueryHelpers.ParseQuery(consent.Query)["state"].Single()!;

    public async ValueTask DisposeAsync()
    {
        if (app is null)
            return;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
