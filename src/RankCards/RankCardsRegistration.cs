using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.RankCards;

public static class RankCardsRegistration
{
    /// <summary><see cref="RankCardRenderer"/>, with its options from the section <c>RankCards</c>, checked at start. May be called twice.</summary>
    public static IServiceCollection AddRankCards(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<RankCardsOptions>().BindConfiguration(RankCardsOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RankCardsOptions>, RankCardsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RankCardRenderer>();
        return services;
    }
}
