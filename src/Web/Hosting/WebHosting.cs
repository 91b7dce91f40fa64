using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CommunityIntel.Discord;
using CommunityIntel.Payments;
using CommunityIntel.Web.Access;
using CommunityIntel.Web.Activity;
using CommunityIntel.Web.Audit;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Digests;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Growth;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Layout;
using CommunityIntel.Web.Lifecycle;
using CommunityIntel.Web.Preferences;
using CommunityIntel.Web.Operations;
using CommunityIntel.Web.Privacy;
using CommunityIntel.Web.Retention;
using CommunityIntel.Web.SignIn;
using CommunityIntel.Web.Vitals;
using CommunityIntel.Web.Voice;
using CommunityIntel.Web.Xp;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Prometheus;

namespace CommunityIntel.Web.Hosting;

/// <summary>
/// The dashboard as parts of a host. The host brings an <c>IClusterClient</c>: its own silo's, or an Orleans client's.
/// </summary>
public static class WebHosting
{
    private const string ReadyTag = "ready";

    public static IHostApplicationBuilder AddCommunityIntelWeb(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        // From the build's output ASP.NET would look at the files anew and send them as good as uncompressed; "true" while a style is worked on.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        services.AddOptions<WebOptions>().Configure<IOptions<StripeOptions>>((web, stripe) => web.ShowsPrices = stripe.Value.IsConfigured).BindConfiguration(WebOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebOptions>, WebOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);

        services.AddPages();
        services.AddSignIn(builder.Configuration);
        services.AddStripeOptions(builder.Configuration);
        services.AddGuildReading();
        services.AddBilling();
        services.AddHealthChecks().AddCheck<ClusterHealth>("cluster", tags: [ReadyTag]);
        services.AddSingleton<ClusterHealth>();
        services.AddProtection();
        return builder;
    }

    public static WebApplication MapCommunityIntelWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
        if (options.KnownProxies.Count > 0)
            app.UseForwardedHeaders(Forwarded(options));

        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseRequestLocalization();
        app.UseExceptionHandler("/error/500", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.Use(ReadErrorPage);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.MapSignIn();
        app.MapPreferences();
        app.MapVitals();
        app.MapDownload<ActivityDownload>("activity");
        app.MapDownload<VoiceDownload>("voice");
        app.MapDownload<RetentionDownload>("retention");
        app.MapDownload<LifecycleDownload>("lifecycle");
        app.MapDownload<GrowthDownload>("growth", GuildMemberRequirement.ManagerPolicy);
        app.MapDownload<LeaderboardDownload>("leaderboard");
        app.MapDownload<DigestDownload>("digests");
        app.MapDownload<AuditDownload>("audit", GuildMemberRequirement.ManagerPolicy);
        app.MapPrivacy();
        app.MapDigests();
        app.MapStripeWebhook();
        app.MapBilling();
        app.MapOperator();
        app.MapCapacity();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(ReadyTag) });
        var metrics = app.MapMetrics();
        if (options.MetricsPort > 0)
            metrics.RequireHost($"*:{options.MetricsPort}");
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null).RequireRateLimiting(RateLimits.Pages);
        return app;
    }

    private static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
            circuits.DisconnectedCircuitMaxRetained = 200;
        });
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        // Names from all over the world travel as themselves, not as numeric entities.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddLocalization(localization => localization.ResourcesPath = "Resources");
        services.Configure<RequestLocalizationOptions>(localization =>
        {
            localization.SupportedCultures = [Language.English.Format, Language.French.Format, new("en-GB")];
            localization.SupportedUICultures = [.. Language.All.Select(language => language.Texts)];
            localization.DefaultRequestCulture = new(Language.English.Format, Language.English.Texts);
            localization.RequestCultureProviders = [new LanguageOfRequest()];
        });
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
    }

    private static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDiscordOAuth2();
        services.TryAddSingleton<IDiscordAccounts, DiscordAccounts>();
        services.AddSingleton<DiscordAddresses>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<TokenRenewals>();
        services.AddScoped<SignInTicket>();
        var secure = configuration.GetSection(WebOptions.Section).GetValue<Uri>(nameof(WebOptions.PublicBaseUri))?.Scheme == Uri.UriSchemeHttps;
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = SignInEndpoints.LoginPath;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
            cookie.SlidingExpiration = true;
            cookie.EventsType = typeof(SignInTicket);
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "antiforgery";
            antiforgery.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
    }

    private static void AddGuildReading(this IServiceCollection services)
    {
        services.AddSingleton<ServersOfUser>();
        services.AddSingleton<GuildAccess>();
        services.AddSingleton<AccessRules>();
        services.AddSingleton<MyPrivacy>();
        services.AddSingleton<LiveGuilds>();
        services.AddSingleton<GuildCalls>();
        services.AddScoped<GuildReader>();
        services.AddScoped<AuditLog>();
        services.AddScoped<GuildEditor>();
        services.AddSingleton<IAuthorizationHandler, GuildMemberHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, GuildRefusal>();
        services.AddAuthorizationBuilder()
            .AddPolicy(GuildMemberRequirement.Policy, AtLeast(GuildStanding.Member))
            .AddPolicy(GuildMemberRequirement.ManagerPolicy, AtLeast(GuildStanding.Manager));

        static Action<AuthorizationPolicyBuilder> AtLeast(GuildStanding least) =>
            policy => policy.RequireAuthenticatedUser().AddRequirements(new GuildMemberRequirement(least));
    }

    private static void AddBilling(this IServiceCollection services)
    {
        services.AddSingleton<Operators>();
        services.AddScoped<BillingAccess>();
        services.AddScoped<OperationsAccess>();
        services.AddScoped<ManagedGuilds>();
        services.AddSingleton<IAuthorizationHandler, OperatorHandler>();
        services.AddAuthorizationBuilder().AddPolicy(OperatorRequirement.Policy, policy => policy.AddRequirements(new OperatorRequirement()));
    }

    // Keys are read once a day: one connection is enough, and not held.
    private static NpgsqlDataSource Database(string connection) =>
        new NpgsqlDataSourceBuilder(connection) { Name = "keys", ConnectionStringBuilder = { MaxPoolSize = 1, ConnectionIdleLifetime = 10, ApplicationName = "community-intel-web-keys" } }.Build();

    private static void AddProtection(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("CommunityIntel");
        // Tests of single pages have no database: their keys end with them.
        services.AddOptions<KeyManagementOptions>().Configure<IConfiguration>((options, configuration) => options.XmlRepository =
            configuration.GetConnectionString("CommunityIntel") is { Length: > 0 } connection ? new SignInKeys(Database(connection)) : null);
        services.AddRateLimits();
    }

    /// <summary>The page that explains a refused form is read, not sent to: it must not be refused like the form.</summary>
    private static Task ReadErrorPage(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    private static ForwardedHeadersOptions Forwarded(WebOptions options)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.KnownProxies)
            if (IPAddress.TryParse(proxy, out var address)) forwarded.KnownProxies.Add(address);
            else forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        return forwarded;
    }
}
