using CommunityIntel.DiscordEmulator.Control;

namespace CommunityIntel.BotShard.Tests.Commands;

public sealed class XpTests
{
    [Fact]
    public async Task A_manager_gives_takes_sets_and_resets_and_reads_before_and_after()
    {
        await using var scene = await Scene.StartAsync();

        var given = await scene.AskAsync(scene.Owner, "xp", "give", Member(scene), Amount(300));
        given.Content.Should().Be("Zoé: 0 → 300 XP, level 0 → 2. The button or `/xp undo` takes it back.");
        (given.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        (await scene.AskAsync(scene.Owner, "xp", "take", Member(scene), Amount(10))).Content.Should().StartWith("Zoé: 300 → 290 XP, level 2 as before.");
        (await scene.AskAsync(scene.Owner, "xp", "take", Member(scene), Amount(9_999))).Content.Should().StartWith("Zoé: 290 → 0 XP, level 2 → 0.");
        (await scene.AskAsync(scene.Owner, "xp", "set", Member(scene), Amount(1_150))).Content.Should().StartWith("Zoé: 0 → 1,150 XP, level 0 → 5.");
        (await scene.AskAsync(scene.Owner, "xp", "set", Member(scene), Amount(1_150))).Content.Should().Be("Nothing changed: Zoé has 1,150 XP already.");
        (await scene.AskAsync(scene.Owner, "xp", "reset", Member(scene))).Content.Should().StartWith("Zoé: 1,150 → 0 XP, level 5 → 0.");
    }

    [Fact]
    public async Task The_last_change_is_taken_back_by_command_or_button_and_only_once()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AskAsync(scene.Owner, "xp", "give", Member(scene), Amount(300));
        var second = await scene.AskAsync(scene.Owner, "xp", "give", Member(scene), Amount(50));
        var button = second.Json!.Value.GetProperty("components")[0].GetProperty("components")[0].GetProperty("custom_id").GetString()!;

        var undone = await scene.Bot.ClickAsync(scene.Owner, second, button);
        undone.Content.Should().Be("Taken back. Zoé: 350 → 300 XP; what was earned since stays.");
        undone.Id.Should().Be(second.Id, "the answer says what holds now, without the button");
        undone.Json!.Value.GetProperty("components").GetArrayLength().Should().Be(0);
        (await scene.AskAsync(scene.Owner, "xp", "undo", Asking.Option("member", 6, scene.Zoe))).Content.Should().StartWith("Taken back. Zoé: 300 → 0 XP");
        (await scene.AskAsync(scene.Owner, "xp", "undo")).Content.Should().StartWith("There is no change by hand to take back.");
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_with_what_to_do()
    {
        await using var scene = await Scene.StartAsync();
        (await scene.AskAsync(scene.Owner, "xp", "give", Member(scene), Amount(-5))).Content.Should().StartWith("An amount cannot be negative. To lower XP, use `/xp take`");
        (await scene.AskAsync(scene.Owner, "xp", "set", Member(scene), Amount((1L << 53) + 1))).Content.Should().Be("That is more than can be counted. Choose an amount up to 9,007,199,254,740,992.");
        (await scene.AskAsync(scene.Owner, "xp", "give", Asking.Option("member", 6, 424242424242UL), Amount(5))).Content.Should().StartWith("424242424242 is not on this server");
        var bot = (await scene.Bot.Control.UsersAsync()).First(u => u.Bot);
        (await scene.AskAsync(scene.Owner, "xp", "give", Asking.Option("member", 6, bot.Id), Amount(5))).Content.Should().EndWith("Choose a person.");
        (await scene.AskAsync(scene.Zoe, "xp", "give", Member(scene), Amount(5))).Content.Should().StartWith("Seuls les membres qui ont la permission");
        (await scene.Bot.Database.ScalarAsync<long>($"SELECT coalesce(sum(xp), 0)::bigint FROM user_xp WHERE guild_id = {scene.Guild}", TestContext.Current.CancellationToken)).Should().Be(0);
    }

    [Fact]
    public async Task Everybody_is_reset_only_by_who_types_the_word_and_comes_back()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AskAsync(scene.Owner, "xp", "give", Member(scene), Amount(300));

        var form = await scene.Bot.FormAsync(scene.Channel, scene.Owner, "xp", Asking.Subcommand("reset"));
        form.GetProperty("title").GetString().Should().Be("Reset everybody’s XP?");
        form.GetProperty("components")[0].GetProperty("label").GetString().Should().Be("Type RESET to go on");
        (await scene.Bot.FillInAsync(scene.Channel, scene.Owner, form, "yes")).Content.Should().StartWith("Nothing was changed.");
        (await XpAsync(scene)).Should().Be(300);

        var done = await scene.Bot.FillInAsync(scene.Channel, scene.Owner, form, " reset ");
        done.Content.Should().StartWith("Members whose XP was set back to nothing: 1.");
        (await XpAsync(scene)).Should().Be(0);
        var button = done.Json!.Value.GetProperty("components")[0].GetProperty("components")[0].GetProperty("custom_id").GetString()!;
        (await scene.Bot.ClickAsync(scene.Owner, done, button)).Content.Should().StartWith("Restored. Members who have their XP back: 1;");
        (await XpAsync(scene)).Should().Be(300);
        (await scene.Bot.FillInAsync(scene.Channel, scene.Zoe, form, "REMETTRE")).Content.Should().StartWith("Seuls les membres", "a form is checked again as well");
    }

    [Fact]
    public async Task A_French_manager_reads_French()
    {
        await using var scene = await Scene.StartAsync();
        var guild = await scene.Bot.Control.CreateGuildAsync("Ici", scene.Zoe);
        var channel = (await scene.Bot.Control.ChannelsAsync(guild.Id))[0].Id;
        var own = Asking.Option("member", 6, scene.Zoe);
        (await scene.Bot.AskAsync(channel, scene.Zoe, "xp", "give", own, Amount(300))).Content.Should().Be("Zoé : 0 → 300 XP, niveau 0 → 2. Le bouton ou `/xp annuler` revient en arrière.");
        (await scene.Bot.AskAsync(channel, scene.Zoe, "xp", "undo")).Content.Should().Be("C’est annulé. Zoé : 300 → 0 XP ; ce qui a été gagné depuis reste.");
        var form = await scene.Bot.FormAsync(channel, scene.Zoe, "xp", Asking.Subcommand("reset"));
        (await scene.Bot.FillInAsync(channel, scene.Zoe, form, "REMETTRE")).Content.Should().StartWith("Personne sur ce serveur n’a d’XP");
    }

    private static Task<long> XpAsync(Scene scene) =>
        scene.Bot.Database.ScalarAsync<long>($"SELECT xp FROM user_xp WHERE guild_id = {scene.Guild} AND user_id = {scene.Zoe}", TestContext.Current.CancellationToken);

    private static object Member(Scene scene) => Asking.Option("member", 6, scene.Zoe);

    private static object Amount(long amount) => Asking.Option("amount", 4, amount);
}
