using System.Globalization;

namespace CommunityIntel.Web.Tests;

/// <summary>Reads like somebody in that culture, until disposed.</summary>
public sealed class InCulture : IDisposable
{
    private readonly CultureInfo format = CultureInfo.CurrentCulture;
    private readonly CultureInfo texts = CultureInfo.CurrentUICulture;

    public InCulture(string name)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name[..2]);
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (format, texts);
}
