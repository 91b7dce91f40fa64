using CommunityIntel.Deployment.Settings;

namespace CommunityIntel.Deployment.Tests;

public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("Discord__Token"), InlineData("Silo__AdvertisedAddress"), InlineData("Web__KnownProxies__0"), InlineData("Billing__DiscordSkus__1234567890")]
    [InlineData("Billing__Stripe__ApiKey"), InlineData("LanguageModels__Providers__0__Key"), InlineData("Shards__LeaseMs"), InlineData("Emulator__RedirectUris__0")]
    [InlineData("ConnectionStrings__CommunityIntel"), InlineData("Orleans__ClusterId"), InlineData("Standalone__Port"), InlineData("COMMUNITY_INTEL_DATA")]
    public void A_setting_that_a_host_reads_is_known(string name)
    {
        KnownSettings.Has(name).Should().BeTrue();
    }

    [Theory]
    [InlineData("Discord__Tokens"), InlineData("Silo__Advertised"), InlineData("Web__KnownProxies__First"), InlineData("Billing__IsSold"), InlineData("LanguageModels__Providers__0__Secret")]
    [InlineData("ConnectionStrings__Community"), InlineData("Token"), InlineData("Discord__Token__More")]
    public void A_setting_that_nobody_reads_is_not(string name)
    {
        KnownSettings.Has(name).Should().BeFalse();
    }

    [Theory, InlineData("communityintel_botshard_events_pending", true), InlineData("communityintel_botshard_shards_wanted", true), InlineData("communityintel_botshard_ack_seconds_bucket", true), InlineData("communityintel_botshard_pending", false)]
    public void Metrics_are_known_by_the_names_that_Prometheus_sees(string name, bool isKnown)
    {
        KnownMetrics.Has(name).Should().Be(isKnown);
    }
}
