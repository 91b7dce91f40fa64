using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.Lab.Web;

/// <summary>A browser without a screen: follows no redirect by itself, keeps its cookies.</summary>
public sealed partial class Visitor : IDisposable
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

    /// <summary>Fills in and sends the form of that name on a page, as a browser without scripts does. Throws when the page has none.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string form, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var html = await http.GetStringAsync(new Uri(page, UriKind.Relative));
        var text = Form().Matches(html).Select(m => m.Value).FirstOrDefault(text => text.Contains($"value=\"{form}\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{page} has no form {form}");
        var hidden = Hidden().Matches(text).Select(m => KeyValuePair.Create(WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value)));
        using var content = new FormUrlEncodedContent(hidden.Concat(fields));
        return await http.PostAsync(new Uri(page, UriKind.Relative), content);
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
