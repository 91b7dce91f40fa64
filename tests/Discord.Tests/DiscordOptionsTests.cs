using CommunityIntel.Discord.OAuth2;
using CommunityIntel.Discord.Rest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Discord.Tests;

public sealed class DiscordOptionsTests
{
    [Theory]
    [InlineData("Discord:RestBaseUri", "discord.com/api")]
    [InlineData("Discord:RestBaseUri", "https://discord.com/api/v10")]
    [InlineData("Discord:RestBaseUri", "ftp://discord.com/")]
    [InlineData("Discord:GatewayUri", "/gateway")]
    [InlineData("Discord:CdnBaseUri", "https://user:pw@cdn.example/")]
    [InlineData("Discord:ShardCount", "0")]
    [InlineData("Discord:ClientId", "my-app")]
    [InlineData("Discord:Token", "Bot abc")]
    [InlineData("Discord:Token", "abc\ndef")]
    public void A_wrong_setting_is_named_and_its_secret_is_not(string setting, string value)
    {
        var failure = Services((setting, value)).Invoking(s => s.GetRequiredService<IOptions<DiscordOptions>>().Value)
            .Should().Throw<OptionsValidationException>().Which;
        failure.Message.Should().Contain(setting).And.Contain("must be");
        if (setting == "Discord:Token")
            failure.Message.Should().NotContain("abc");
    }

    [Fact]
    public void The_settings_of_an_emulator_are_accepted_and_everything_can_be_built()
    {
        using var services = Services(
            ("Discord:Token", "t0ken"), ("Discord:ClientId", "5"), ("Discord:RestBaseUri", "http://127.0.0.1:9/api/v10/"),
            ("Discord:GatewayUri", "ws://127.0.0.1:9/"), ("Discord:AuthorizeUri", "http://127.0.0.1:9/oauth2/authorize"));
        services.GetRequiredService<IDiscordRest>().Should().NotBeNull();
        services.GetRequiredService<CdnUrls>().DefaultAvatar(1UL << 22).AbsolutePath.Should().Be("/embed/avatars/1.png");
        services.GetRequiredService<IOptions<DiscordOptions>>().Value.ToString().Should().NotContain("t0ken");
        var uri = services.GetRequiredService<OAuth2DiscordClient>().BuildAuthorizeUri(
            new Uri("http://localhost/signin"), "a b&c", Pkce.ChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), ["identify", "guilds"], "none");
        uri.AbsoluteUri.Should().Be(
            "http://127.0.0.1:9/oauth2/authorize?response_type=code&client_id=5&scope=identify%20guilds&redirect_uri=http%3A%2F%2Flocalhost%2Fsignin"
            + "&state=a%20b%26c&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=none");
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build())
        .AddLogging().AddDiscordRest().AddDiscordOAuth2().BuildServiceProvider();
}
