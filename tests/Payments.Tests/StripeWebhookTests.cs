using Stripe;

namespace CommunityIntel.Payments.Tests;

public sealed class StripeWebhookTests
{
    private const string Secret = "whsec_right", Body = """
        {"id":"evt_1","object":"event","type":"invoice.paid","created":1764000000,"livemode":false,"data":{"object":{"object":"invoice","customer":"cus_1","metadata":{"payer_id":"42"}}}}
        """;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_764_000_100);

    [Fact]
    public void What_Stripe_signed_is_read()
    {
        Read(Body, Signed(Body)).Should().Be((new SignedEvent("evt_1", "invoice.paid", "cus_1", 42, DateTimeOffset.FromUnixTimeSeconds(1_764_000_000), false), null));
        StripeWebhook.Read(Body, Signed(Body), ["whsec_new", Secret], Now, out _).Should().NotBeNull("while a secret is replaced both hold");
        Read(Body, Signed(Body, "whsec_other") + "," + Signed(Body).Split(',')[1]).Refusal.Should().BeNull("one of several signatures is enough");
    }

    public static TheoryData<string> Forgeries => ["", "t=1", "v1=abc", "t=abc,v1=abc", "nonsense", $"t={Now.ToUnixTimeSeconds()},v1={new string('0', 64)}", "t=,v1=", "t=1764000100,v0=abc"];

    [Theory, MemberData(nameof(Forgeries)), InlineData(null)]
    public void What_is_not_signed_is_not_believed(string? signature) => Read(Body, signature).Should().Be((null, WebhookRefusal.Signature));

    [Fact]
    public void Another_secret_another_body_and_another_time_are_not_believed()
    {
        Read(Body, Signed(Body, "whsec_wrong")).Refusal.Should().Be(WebhookRefusal.Signature);
        Read(Body.Replace("cus_1", "cus_2", StringComparison.Ordinal), Signed(Body)).Refusal.Should().Be(WebhookRefusal.Signature);
        Read(Body, Signed(Body, at: Now.AddMinutes(-6))).Refusal.Should().Be(WebhookRefusal.Signature, "it may be replayed");
        StripeWebhook.Read(Body, Signed(Body), [], Now, out var refusal).Should().BeNull();
        refusal.Should().Be(WebhookRefusal.NotConfigured);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"id":"evt_1","object":"charge","type":"x"}""")]
    [InlineData("""{"id":1,"object":"event","type":"x"}""")]
    public void What_is_signed_and_no_event_is_refused(string body) => Read(body, Signed(body)).Refusal.Should().Be(WebhookRefusal.NoEvent);

    [Theory]
    [InlineData("""{"id":"e","object":"event","type":"customer.deleted","data":{"object":{"object":"customer","id":"cus_9"}}}""", "cus_9")]
    [InlineData("""{"id":"e","object":"event","type":"x","data":{"object":{"object":"invoice","customer":{"object":"customer","id":"cus_8"}}}}""", "cus_8")]
    [InlineData("""{"id":"e","object":"event","type":"x","data":{"object":{"object":"invoice","customer":null}}}""", null)]
    [InlineData("""{"id":"e","object":"event","type":"x","data":7}""", null)]
    public void Whom_it_is_about_is_found_or_nobody(string body, string? customer) => Read(body, Signed(body)).Event!.CustomerId.Should().Be(customer);

    private static (SignedEvent? Event, WebhookRefusal? Refusal) Read(string body, string? signature) => (StripeWebhook.Read(body, signature, [Secret], Now, out var refusal), refusal);

    private static string Signed(string body, string secret = Secret, DateTimeOffset? at = null) => EventUtility.GenerateSignatureHeader(body, secret, (at ?? Now).ToUnixTimeSeconds());
}
