namespace CommunityIntel.BotShard.Tests.Commands;

public sealed class SettingsTests
{
    [Fact]
    public async Task Managers_find_the_way_to_the_settings_and_others_learn_who_may_open_them()
    {
        await using var scene = await Scene.StartAsync(new Dictionary<string, string?> { ["Web:PublicBaseUri"] = "https://stats.example/base/" });

        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "settings");
        answer.Content.Should().Contain("“Manage Server” may open");
        (answer.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        answer.Json!.Value.GetProperty("components")[0].GetProperty("components")[0].GetProperty("url").GetString().Should().Be($"https://stats.example/base/g/{scene.Guild}/settings");

        (await scene.Bot.AskAsync(scene.Channel, scene.Zoe, "settings")).Content.Should().StartWith("Seuls les membres qui ont la permission « Gérer le serveur »");
    }

    [Fact]
    public async Task Without_an_address_of_the_dashboard_the_answer_says_whom_to_ask()
    {
        await using var scene = await Scene.StartAsync();
        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "settings");
        answer.Content.Should().Contain("has not said where the dashboard is");
        answer.Json!.Value.GetProperty("components").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_command_in_a_direct_message_says_where_it_works()
    {
        await using var scene = await Scene.StartAsync();
        var dm = (await scene.Bot.Services.GetDiscord().CreateDmChannelAsync(scene.Zoe, TestContext.Current.CancellationToken)).Id;
        (await scene.Bot.AskAsync(dm, scene.Zoe, "help")).Content.Should().Be("Cela ne marche que sur un serveur : lancez la commande dans l’un de ses salons.");
    }
}
