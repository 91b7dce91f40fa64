namespace CommunityIntel.Payments.Tests;

public sealed class StripeOptionsTests
{
    [Theory]
    [InlineData("sk_test_1", null, false), InlineData("rk_live_1", null, true), InlineData("sk_test_1", "http://127.0.0.1:8000", false), InlineData(null, null, false)]
    public void A_key_says_its_mode(string? key, string? address, bool isLive)
    {
        var options = new StripeOptions { ApiKey = key, ApiBase = address is null ? null : new Uri(address), WebhookSecret = "whsec_1, whsec_2" };
        options.Faults().Should().BeEmpty();
        options.IsLive.Should().Be(isLive);
        options.WebhookSecrets.Should().Equal("whsec_1", "whsec_2");
    }

    [Theory]
    [InlineData("pk_test_public", null, null), InlineData("sk_live_1", "https://proxy.example.org", null), InlineData("sk_test_1", "http://example.org", null), InlineData("sk_test_1", null, "secret")]
    public void What_cannot_be_meant_is_told_without_the_secret(string key, string? address, string? webhook)
    {
        var options = new StripeOptions { ApiKey = key, ApiBase = address is null ? null : new Uri(address), WebhookSecret = webhook };
        options.Faults().Should().ContainSingle().Which.Should().NotContain(key).And.NotContain("\"secret\"");
    }
}
