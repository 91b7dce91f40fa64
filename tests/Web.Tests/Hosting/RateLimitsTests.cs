using System.Globalization;
using System.Net;

namespace CommunityIntel.Web.Tests.Hosting;

/// <summary>A site that lets little pass, so that its limits can be reached; what comes back meanwhile is less than what is asked.</summary>
public sealed class RateLimitsTests : IAsyncLifetime
{
    private const int Pages = 6, Downloads = 2, MostAsked = 40;

    private readonly ScriptedSite site = new(("Web:SignInsPerMinute", "30"), ("Web:PagesPerMinute", $"{Pages}"), ("Web:DownloadsPerMinute", $"{Downloads}"));

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Who_asks_for_too_much_reads_why_and_when_to_go_on()
    {
        using var visitor = site.Visitor();

        var (answered, refusal) = await UntilRefusedAsync(visitor, "/");

        answered.Should().BeGreaterThanOrEqualTo(Pages);
        int.Parse(refusal.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture).Should().BeInRange(1, 60);
        (await refusal.Content.ReadAsStringAsync()).Should().Contain("That was a lot at once").And.Contain("wait a minute");
        (await visitor.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await visitor.GetAsync("/fonts/inter-latin.woff2")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task People_behind_one_address_do_not_use_up_each_others_pages()
    {
        using var greedy = await site.SignedInAsync(ScriptedAccounts.Member);
        using var other = await site.SignedInAsync(ScriptedAccounts.Manager);
        await UntilRefusedAsync(greedy, $"/g/{ScriptedSite.GuildId}");

        (await other.GetAsync($"/g/{ScriptedSite.GuildId}")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Downloads_are_counted_apart_from_pages()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Owner);

        var (answered, _) = await UntilRefusedAsync(member, $"/g/{ScriptedSite.GuildId}/activity.csv");

        answered.Should().BeGreaterThanOrEqualTo(Downloads);
        (await member.GetAsync($"/g/{ScriptedSite.GuildId}")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task<(int Answered, HttpResponseMessage Refusal)> UntilRefusedAsync(HttpClient visitor, string address)
    {
        for (var answered = 0; answered < MostAsked; answered++)
        {
            var answer = await visitor.GetAsync(address);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) return (answered, answer);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        throw new InvalidOperationException($"{address} was answered {MostAsked} times");
    }
}
