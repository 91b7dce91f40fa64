using System.Net;
using CommunityIntel.Web.Hosting;

namespace CommunityIntel.Web.Tests.Hosting;

/// <summary>A site behind an ingress, whose pods have any address of a network.</summary>
public sealed class KnownProxiesTests : IAsyncLifetime
{
    private const int MostAsked = 10;

    private readonly ScriptedSite site = new(("Web:SignInsPerMinute", "2"), ("Web:KnownProxies:0", "127.0.0.0/8"));

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task People_behind_an_ingress_are_told_apart_by_the_address_that_it_forwards()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };

        var greedy = HttpStatusCode.OK;
        for (var asked = 0; asked < MostAsked && greedy != HttpStatusCode.TooManyRequests; asked++) greedy = await SignInAsync(http, "198.51.100.1");

        greedy.Should().Be(HttpStatusCode.TooManyRequests);
        (await SignInAsync(http, "198.51.100.2")).Should().NotBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("10.0.0.1", true), InlineData("10.0.0.0/8", true), InlineData("fd00::/8", true), InlineData("ingress", false), InlineData("10.0.0.0/99", false)]
    public void Proxies_are_addresses_or_networks(string proxy, bool isValid)
    {
        var options = new WebOptions();
        options.KnownProxies.Add(proxy);
        new WebOptionsValidator().Validate(null, options).Succeeded.Should().Be(isValid);
    }

    private static async Task<HttpStatusCode> SignInAsync(HttpClient http, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { { "X-Forwarded-For", address } } };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
