using CommunityIntel.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Tests;

/// <summary>Texts that answer with their keys.</summary>
public sealed class Untranslated : IStringLocalizer<Texts>
{
    public static readonly IStringLocalizer<Texts> Texts = new Untranslated();

    public LocalizedString this[string name] => new(name, name);

    public LocalizedString this[string name, params object[] arguments] => new(name, name);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
