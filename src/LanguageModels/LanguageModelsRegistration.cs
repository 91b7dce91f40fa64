using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.LanguageModels;

public static class LanguageModelsRegistration
{
    /// <summary><see cref="ILanguageModel"/>, with its options from the section <c>LanguageModels</c>, checked at start. May be called twice.</summary>
    public static IServiceCollection AddLanguageModels(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ServiceType == typeof(ILanguageModel)))
            return services;

        services.AddOptions<LanguageModelsOptions>().Bind(configuration.GetSection(LanguageModelsOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguageModelsOptions>, LanguageModelsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILanguageModel, ModelChain>();
        return services;
    }
}
