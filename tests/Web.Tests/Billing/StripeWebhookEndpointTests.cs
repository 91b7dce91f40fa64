using System.Net;
using CommunityIntel.GrainInterfaces.Billing;
using EventUtility = Stripe.EventUtility;

namespace CommunityIntel.Web.Tests.Billing;

/// <summary>What Stripe, and whoever pretends to be, is answered at the webhook's address.</summary>
public sealed class StripeWebhookEndpointTests(ScriptedSite site)
{
    private const string Path = "/webhooks/stripe";

    [Theory]
    [InlineData("Stored_1", HttpStatusCode.OK), InlineData("KnownAlready_1", HttpStatusCode.OK), InlineData("Ignored_1", HttpStatusCode.OK)]
    [InlineData("OtherMode_1", HttpStatusCode.BadRequest), InlineData("away_1", HttpStatusCode.ServiceUnavailable)]
    public async Task An_event_is_answered_by_what_became_of_it(string id, HttpStatusCode expected) => (await PostAsync(Event(id), Signed(Event(id)))).Should().Be(expected);

    [Fact]
    public async Task Whom_an_event_is_about_reaches_the_grain()
    {
        await PostAsync(Event("Stored_2"), Signed(Event("Stored_2")));
        ScriptedStripeEvents.Received.Single(e => e.Id == "Stored_2").Should().Be(
            new StripeEvent("Stored_2", "invoice.paid", "cus_1", 42, DateTimeOffset.FromUnixTimeSeconds(1_764_000_000), false));
    }

    [Fact]
    public async Task What_is_forged_old_replayed_or_no_event_reaches_nobody()
    {
        var body = Event("Stored_3");
        foreach (var signature in (string?[])[null, "", "t=1,v1=00", Signed(body, "whsec_wrong"), Signed(body, at: DateTimeOffset.UtcNow.AddMinutes(-6)), Signed(body + " ")])
            (await PostAsync(body, signature)).Should().Be(HttpStatusCode.BadRequest);
        (await PostAsync("{}", Signed("{}"))).Should().Be(HttpStatusCode.BadRequest);
        ScriptedStripeEvents.Received.Should().NotContain(e => e.Id == "Stored_3");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_body_of_a_megabyte_is_not_read(bool isChunked)
    {
        var body = Event("Stored_4").TrimEnd('}') + ",\"pad\":\"" + new string('x', 1 << 20) + "\"}";
        (await PostAsync(body, Signed(body), isChunked)).Should().Be(HttpStatusCode.RequestEntityTooLarge);
        ScriptedStripeEvents.Received.Should().NotContain(e => e.Id == "Stored_4");
    }

    private async Task<HttpStatusCode> PostAsync(string body, string? signature, bool isChunked = false)
    {
        using var stripe = site.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body) };
        if (isChunked) request.Headers.TransferEncodingChunked = true;
        if (signature is not null) request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        return (await stripe.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }

    private static string Event(string id) =>
        """{"id":"ID","object":"event","type":"invoice.paid","created":1764000000,"livemode":false,"data":{"object":{"object":"invoice","customer":"cus_1","metadata":{"payer_id":"42"}}}}"""
            .Replace("ID", id, StringComparison.Ordinal);

    private static string Signed(string body, string secret = ScriptedStripeEvents.Secret, DateTimeOffset? at = null) =>
        EventUtility.GenerateSignatureHeader(body, secret, (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds());
}
