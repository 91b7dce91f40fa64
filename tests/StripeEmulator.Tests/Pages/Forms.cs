using System.Net;
using CommunityIntel.StripeEmulator.Tests.Hosting;

namespace CommunityIntel.StripeEmulator.Tests.Pages;

/// <summary>Pages without a browser.</summary>
internal static class Forms
{
    /// <summary>A page's HTML, decoded.</summary>
    public static async Task<string> PageAsync(this RunningStripe stripe, string url) => WebUtility.HtmlDecode(await stripe.Http.GetStringAsync(url));

    /// <summary>The page that answers a form, its HTML decoded.</summary>
    public static async Task<string> PostForPageAsync(this RunningStripe stripe, string url, params (string Name, string Value)[] fields)
    {
        using var answer = await stripe.PostAsync(url, fields);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    public static Task<HttpResponseMessage> PostAsync(this RunningStripe stripe, string url, params (string Name, string Value)[] fields) =>
        stripe.Http.PostAsync(new Uri(url), new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
}
