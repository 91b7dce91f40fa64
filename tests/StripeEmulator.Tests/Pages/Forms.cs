using CommunityIntel.StripeEmulator.Tests.Hosting;

namespace CommunityIntel.StripeEmulator.Tests.Pages;

/// <summary>Pages without a browser.</summary>
internal static class Forms
{
    public static Task<HttpResponseMessage> PostAsync(this RunningStripe stripe, string url, params (string Name, string Value)[] fields) =>
        stripe.Http.PostAsync(new Uri(url), new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
}
