using CommunityIntel.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Tests;

/// <summary>The product's texts, in the language of the current culture.</summary>
public static class Translated
{
    public static readonly IStringLocalizer<Texts> Texts =
        new ServiceCollection().AddLogging().AddLocalization(options => options.ResourcesPath = "Resources").BuildServiceProvider().GetRequiredService<IStringLocalizer<Texts>>();
}
