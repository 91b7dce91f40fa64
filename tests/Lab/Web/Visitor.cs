using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.Lab.Web;

/// <summary>A browser without a screen: follows no redirect by itself, keeps its cookies.</summary>
public sealed class Visitor : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;

    public Visitor(Uri address)
    {
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
    }

    public IEnumerable<Cookie> Cookies => cookies.GetCookies(http.BaseAddress!);

    public Task<HttpResponseMessage> GetAsync(string address) => http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));

    /// <summary>Where Discord would ask this person to agree.</summary>
    public async Task<Uri> ConsentAsync()
    {
        using var login = await GetAsync("/login");
        return login.Headers.Location!;
    }

    /// <summary>Agrees as one of the local Discord's people.</summary>
    public async Task SignInAsync(ulong userId)
    {
        var consent = await ConsentAsync();
        var form = QueryHelpers.ParseQuery(consent.Query).ToDictionary(field => field.Key, field => field.Value.ToString());
        form["user_id"] = userId.ToString(CultureInfo.InvariantCulture);
        form["decision"] = "authorize";
        using var agreed = await http.PostAsync(new Uri(consent.GetLeftPart(UriPartial.Path)), new FormUrlEncodedContent(form));
        using var signedIn = await GetAsync(agreed.Headers.Location!.AbsoluteUri);
        if (signedIn.Headers.Location?.OriginalString is var at && at != "/guilds") throw new InvalidOperationException($"the sign-in led to {at}, not to the servers");
    }

    public void Dispose() => http.Dispose();
}
