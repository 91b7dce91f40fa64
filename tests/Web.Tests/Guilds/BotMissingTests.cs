using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Web.Tests.Guilds;

public sealed class BotMissingTests
{
    [Theory]
    [InlineData("42", GuildStanding.Manager, true), InlineData("42", GuildStanding.Member, false), InlineData(null, GuildStanding.Owner, false)]
    public async Task Who_manages_may_add_the_bot_if_there_is_an_application(string? clientId, GuildStanding standing, bool invited)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Discord:ClientId", clientId)]).Build();
        await using var services = new ServiceCollection()
            .AddSingleton(new DiscordAddresses(configuration))
            .AddSingleton(Untranslated.Texts)
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<BotMissing>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { ["GuildId"] = 7L, ["Standing"] = standing }))).ToHtmlString());

        html.Contains("guild_id=7", StringComparison.Ordinal).Should().Be(invited);
    }
}
