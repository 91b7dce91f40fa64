using System.Text.RegularExpressions;

namespace CommunityIntel.Web.Tests.Billing;

/// <summary>Plain forms, sent like a browser without JavaScript sends them.</summary>
public static partial class Forms
{
    /// <param name="page">Where the form stands: its token is taken from there.</param>
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient visitor, string page, string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await visitor.GetStringAsync(page)).Groups[1].Value;
        return await visitor.PostAsync(path, new FormUrlEncodedContent([.. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)), new("__RequestVerificationToken", token)]));
    }

    /// <summary>Without the token that only our own pages have.</summary>
    public static Task<HttpResponseMessage> ForgeAsync(this HttpClient visitor, string path, params (string Name, string Value)[] fields) =>
        visitor.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))));

    /// <summary>The text of a page without its tags, spaces as one.</summary>
    public static async Task<string> TextAsync(this HttpClient visitor, string page) =>
        Spaces().Replace(System.Net.WebUtility.HtmlDecode(Tags().Replace(await visitor.GetStringAsync(page), " ")), " ").Replace(" .", ".", StringComparison.Ordinal);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
