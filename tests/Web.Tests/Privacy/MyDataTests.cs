using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommunityIntel.Web.Privacy;

namespace CommunityIntel.Web.Tests.Privacy;

public sealed partial class MyDataTests(ScriptedSite site)
{
    [Fact]
    public async Task A_choice_is_taken_and_taken_back_without_JavaScript()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var page = await visitor.GetStringAsync("/me");
        page.Should().Contain("Leaderboards, rank cards and profiles leave you out").And.Contain("value=\"hide\"");

        (await PostAsync(visitor, PrivacyEndpoints.ChoicePath, page, ("choice", "hide"), ("state", "on"))).Headers.Location!.OriginalString.Should().Be("/me?privacy=saved#my-data");
        page = await visitor.GetStringAsync("/me?privacy=saved");
        page.Should().Contain("Done.").And.Contain("Show me again");
        await PostAsync(visitor, PrivacyEndpoints.ChoicePath, page, ("choice", "hide"), ("state", "off"));
        (await visitor.GetStringAsync("/me")).Should().NotContain("Show me again");
    }

    [Theory]
    [InlineData("everything", "on"), InlineData("hide", "maybe"), InlineData("", "on")]
    public async Task A_choice_that_there_is_not_is_refused(string choice, string state)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        (await PostAsync(visitor, PrivacyEndpoints.ChoicePath, await visitor.GetStringAsync("/me"), ("choice", choice), ("state", state))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("en", "DELETE", "delet"), InlineData("fr", "supprimer", "delete")]
    public async Task A_deletion_needs_the_word_and_shows_its_time_to_nobody_else(string language, string word, string mistyped)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Manager, language);
        using var other = await site.SignedInAsync(ScriptedAccounts.Owner, language);
        var page = await visitor.GetStringAsync("/me");
        (await PostAsync(visitor, PrivacyEndpoints.DeletePath, page, ("word", mistyped))).Headers.Location!.OriginalString.Should().Be("/me?privacy=mistyped#my-data");
        (await PostAsync(visitor, PrivacyEndpoints.DeletePath, page, ("word", word))).Headers.Location!.OriginalString.Should().Be("/me?privacy=saved#my-data");

        (await visitor.GetStringAsync("/me")).Should().Contain("14:05 UTC").And.Contain(PrivacyEndpoints.CancelPath);
        var others = await other.GetStringAsync("/me");
        others.Should().NotContain("14:05 UTC");
        // Somebody else's cancel is theirs: there is no id to give.
        await PostAsync(other, PrivacyEndpoints.CancelPath, others, ("userId", "2"));
        (page = await visitor.GetStringAsync("/me")).Should().Contain("14:05 UTC");
        await PostAsync(visitor, PrivacyEndpoints.CancelPath, page);
        (await visitor.GetStringAsync("/me")).Should().NotContain("14:05 UTC");
    }

    [Fact]
    public async Task The_download_is_ones_own()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var answer = await visitor.GetAsync(PrivacyEndpoints.ExportPath + "?userId=1");
        answer.Content.Headers.ContentDisposition!.FileName.Should().Be("community-intelligence-3.json");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("user_id").GetString().Should().Be("3");
    }

    [Theory]
    [InlineData(PrivacyEndpoints.ChoicePath), InlineData(PrivacyEndpoints.DeletePath), InlineData(PrivacyEndpoints.CancelPath)]
    public async Task Nobody_changes_anything_signed_out_or_without_the_forms_token(string path)
    {
        using var nobody = site.Visitor();
        var signedOut = await nobody.PostAsync(path, new FormUrlEncodedContent([new("choice", "hide"), new("state", "on"), new("word", "DELETE")]));
        signedOut.StatusCode.Should().Be(HttpStatusCode.Redirect);
        signedOut.Headers.Location!.OriginalString.Should().Contain("/login");
        (await nobody.GetAsync(PrivacyEndpoints.ExportPath)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        using var visitor = await site.SignedInAsync(ScriptedAccounts.Owner);
        var forged = await visitor.PostAsync(path, new FormUrlEncodedContent([new("choice", "hide"), new("state", "on"), new("word", "DELETE")]));
        forged.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await visitor.GetStringAsync("/me")).Should().NotContain("Show me again").And.NotContain("14:05 UTC");
    }

    [Fact]
    public async Task When_the_choices_cannot_be_read_the_rest_of_the_page_stands()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Stranger);
        var page = await visitor.GetStringAsync("/me");
        page.Should().Contain("Your choices cannot be read right now.").And.Contain("/preferences/language");
        (await visitor.GetAsync(PrivacyEndpoints.ExportPath)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient visitor, string path, string page, params (string Name, string Value)[] fields) => visitor.PostAsync(
        path, new FormUrlEncodedContent([.. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)), new("__RequestVerificationToken", Token().Match(page).Groups[1].Value)]));

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
