using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.GrainInterfaces.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

public sealed class StatsTests
{
    private static readonly Dictionary<string, string?> WithDashboard = new() { ["Web:PublicBaseUri"] = "https://stats.example" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_sees_its_figures_beside_those_before_and_the_way_to_the_dashboard()
    {
        await using var scene = await Scene.StartAsync(WithDashboard);
        await TalkAsync(scene, (30, 1), (10, 2), (1, 3));
        await scene.Bot.Database.ExecuteAsync($"UPDATE guild_stats_daily SET message_count = message_count + 1231 WHERE guild_id = {scene.Guild} AND date = {Day(1)}", Cancellation);

        var week = await scene.AskAsync(scene.Owner, "stats", "server", Asking.Option("range", 4, 7));
        (week.Flags & Asking.Ephemeral).Should().Be(0);
        var embed = Embed(week);
        embed.GetProperty("title").GetString().Should().Be("This server in numbers");
        embed.GetProperty("description").GetString().Should().EndWith("beside the 7 days before");
        Field(embed, "Messages").Should().Be("**1,234**\n+61,600% · 2 before");
        Field(embed, "Active members").Should().Be("**1**\nabout the same · 1 before");
        Field(embed, "Messages over time").Should().Be("`▁▁▁▁▁▁█`\nEach bar a day: 0 to 1,234");
        Field(embed, "Busiest channels").Should().StartWith($"1. <#{scene.Channel}> · 3 ·");
        var link = week.Json!.Value.GetProperty("components")[0].GetProperty("components")[0];
        link.GetProperty("url").GetString().Should().Be($"https://stats.example/g/{scene.Guild}?range=7");

        // Only half of the time before was recorded: a comparison would look like growth.
        var longer = Embed(await scene.AskAsync(scene.Owner, "stats", "server"));
        longer.GetProperty("description").GetString().Should().NotContain("beside");
        Field(longer, "Messages").Should().Be("**1,236**");
        Field(Embed(await scene.AskAsync(scene.Owner, "stats", "server", Asking.Option("range", 4, 364))), "Messages over time").Should().Contain("Each bar four weeks: 0 to 1,236");
    }

    [Fact]
    public async Task A_French_server_reads_French_figures()
    {
        await using var scene = await Scene.StartAsync(locale: "fr");
        await TalkAsync(scene, (1, 1));
        await scene.Bot.Database.ExecuteAsync($"UPDATE guild_stats_daily SET message_count = 1234, voice_seconds = 5400 WHERE guild_id = {scene.Guild} AND date = {Day(1)}", Cancellation);
        await scene.Bot.Database.ExecuteAsync($"UPDATE activity_hourly SET voice_seconds = 5400 WHERE guild_id = {scene.Guild} AND channel_id = {scene.Channel}", Cancellation);

        var embed = Embed(await scene.AskAsync(scene.Owner, "stats", "server"));
        embed.GetProperty("title").GetString().Should().Be("Ce serveur en chiffres");
        Spaced(Field(embed, "Messages")).Should().Be("**1 234**");
        Spaced(Field(embed, "Vocal")).Should().Be("**1,5 h**");
        var voice = Embed(await scene.AskAsync(scene.Owner, "stats", "voice"));
        Spaced(Field(voice, "Salons vocaux les plus fréquentés")).Should().Be($"1. <#{scene.Channel}> · 1,5 h · 100 %");
        Spaced(Field(voice, "Temps en vocal au fil du temps")).Should().Contain("Chaque barre, un jour : de 0,0 h à 1,5 h");
    }

    [Fact]
    public async Task One_members_figures_are_for_who_asked_in_their_language()
    {
        await using var scene = await Scene.StartAsync();
        await TalkAsync(scene, (30, 1), (3, 2), (1, 1));

        var own = await scene.AskAsync(scene.Owner, "stats", "member", Asking.Option("range", 4, 7));
        (own.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        Field(Embed(own), "Messages").Should().StartWith("**3**");
        Field(Embed(own), "Active days").Should().StartWith("**2**");
        Field(Embed(own), "Messages over time").Should().Be("`▁▁▁▁█▁▅`\nEach bar a day: 0 to 2");

        var french = await scene.AskAsync(scene.Zoe, "stats", "member", Asking.Option("member", 6, scene.Owner), Asking.Option("range", 4, 7));
        Embed(french).GetProperty("title").GetString().Should().Be("Un membre en chiffres");
        Embed(french).GetProperty("description").GetString().Should().StartWith("Ada\nDu ");

        (await scene.AskAsync(scene.Zoe, "stats", "member")).Content.Should().StartWith("Vous n’avez ni écrit ni parlé ici");
        (await scene.AskAsync(scene.Zoe, "stats", "member", Asking.Option("member", 6, 424242424242UL))).Content.Should().StartWith("Il n’y a pas de chiffres de 424242424242 à montrer");
        await scene.Bot.Services.GetRequiredService<IGrainFactory>().GetGrain<IMemberPrivacyGrain>((long)scene.Owner).ChooseAsync(MemberChoices.Anonymise, isOn: true);
        (await scene.AskAsync(scene.Zoe, "stats", "member", Asking.Option("member", 6, scene.Owner))).Content.Should().StartWith("Il n’y a pas de chiffres de Ada à montrer");
        Field(Embed(await scene.AskAsync(scene.Owner, "stats", "member", Asking.Option("range", 4, 7))), "Messages").Should().StartWith("**3**", "one's own are always there");
        var bot = (await scene.Bot.Control.UsersAsync()).First(u => u.Bot);
        (await scene.AskAsync(scene.Zoe, "stats", "member", Asking.Option("member", 6, bot.Id))).Content.Should().Contain("est un bot");
    }

    [Fact]
    public async Task A_channel_answers_here_and_another_one_to_who_asked()
    {
        await using var scene = await Scene.StartAsync();
        await TalkAsync(scene, (1, 2));
        var other = await scene.Bot.Control.CreateChannelAsync(scene.Guild, "other");

        var here = await scene.AskAsync(scene.Zoe, "stats", "channel");
        (here.Flags & Asking.Ephemeral).Should().Be(0);
        Embed(here).GetProperty("description").GetString().Should().StartWith($"<#{scene.Channel}>\n");
        Field(Embed(here), "Messages").Should().Be("**2**");
        Field(Embed(here), "Of this server").Should().Be("**100%**");
        here.Json!.Value.GetProperty("components").GetArrayLength().Should().Be(0, "nobody said where the dashboard is");

        var there = await scene.AskAsync(scene.Owner, "stats", "channel", Asking.Option("channel", 7, other.Id));
        there.Content.Should().Be($"Nothing was counted in <#{other.Id}> in that time. Try a longer range or another channel.");
        (there.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
    }

    [Fact]
    public async Task Before_anything_is_counted_the_answer_says_so()
    {
        await using var scene = await Scene.StartAsync();
        var empty = await scene.Bot.Control.CreateGuildAsync("Empty", scene.Owner);
        var channel = (await scene.Bot.Control.ChannelsAsync(empty.Id))[0];
        foreach (var subcommand in (string[])["server", "channel", "member", "voice"])
            (await scene.Bot.AskAsync(channel.Id, scene.Owner, "stats", subcommand)).Content.Should().StartWith("Nothing has been counted on this server yet");
    }

    // Messages of the owner, so many days ago at noon.
    private static async Task TalkAsync(Scene scene, params (int DaysAgo, int Messages)[] days)
    {
        foreach (var (daysAgo, messages) in days)
            for (var i = 0; i < messages; i++)
                await scene.Bot.Control.PostAsync(scene.Channel, scene.Owner, "hello", new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-daysAgo).AddHours(12).AddSeconds(i), TimeSpan.Zero));
        await scene.Bot.UntilCountedAsync(scene.Guild, days.Sum(d => d.Messages));
    }

    private static string Day(int daysAgo) => $"'{DateTime.UtcNow.AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'";

    private static JsonElement Embed(MessageView message) => message.Json!.Value.GetProperty("embeds") is { } embeds && embeds.GetArrayLength() > 0
        ? embeds[0] : throw new InvalidOperationException($"no embed: {message.Content}");

    private static string Field(JsonElement embed, string name) =>
        embed.GetProperty("fields").EnumerateArray().First(f => f.GetProperty("name").GetString() == name).GetProperty("value").GetString()!;

    // French figures are spaced by characters that look alike.
    private static string Spaced(string text) => text.Replace('\u202f', ' ').Replace('\u00a0', ' ');
}
