using System.Net.Http;
using CommunityIntel.Discord.OAuth2;
using CommunityIntel.Discord.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Discord;

/// <summary>Puts this library into a host.</summary>
public static class DiscordRegistration
{
    private const string RestClient = "Discord.Rest";
    private const string OAuth2Client = "Discord.OAuth2";

    /// <summary>Binds <see cref="DiscordOptions"/> to the section <c>Discord</c> and checks them at start. May be called twice.</summary>
    public static IServiceCollection AddDiscordOptions(this IServiceCollection services)
    {
        services.AddOptions<DiscordOptions>().BindConfiguration(DiscordOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DiscordOptions>, DiscordOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary><see cref="IDiscordRest"/> as the bot, with one rate limiter for the process.</summary>
    public static IServiceCollection AddDiscordRest(this IServiceCollection services)
    {
        services.AddDiscordOptions();
        AddClient(services, RestClient);
        services.TryAddSingleton<IRestRateLimiter, RestRateLimiter>();
        services.TryAddSingleton<IDiscordRest>(s => new DiscordRestClient(
            s.GetRequiredService<IHttpClientFactory>().CreateClient(RestClient),
            s.GetRequiredService<IRestRateLimiter>(),
            s.GetRequiredService<IOptions<DiscordOptions>>().Value,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<DiscordRestClient>>()));
        return services;
    }

    /// <summary><see cref="OAuth2DiscordClient"/> for the dashboard's login.</summary>
    public static IServiceCollection AddDiscordOAuth2(this IServiceCollection services)
    {
        services.AddDiscordOptions();
        AddClient(services, OAuth2Client);
        services.TryAddSingleton(s => new OAuth2DiscordClient(
            s.GetRequiredService<IHttpClientFactory>().CreateClient(OAuth2Client), s.GetRequiredService<IOptions<DiscordOptions>>()));
        services.TryAddSingleton(s => new CdnUrls(s.GetRequiredService<IOptions<DiscordOptions>>().Value.CdnBaseUri));
        return services;
    }

    /// <summary>Held for the life of the process; connections are renewed so that changes of address are seen.</summary>
    private static void AddClient(IServiceCollection services, string name) => services
        .AddHttpClient(name, (s, http) =>
        {
            http.BaseAddress = s.GetRequiredService<IOptions<DiscordOptions>>().Value.RestBaseUri;
            http.Timeout = TimeSpan.FromSeconds(30);
        })
        .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5))
        // The factory's own logging would write interaction tokens, which are part of the path.
        .RemoveAllLoggers()
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
