using System.Globalization;
using System.Text.Json;
using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.GrainInterfaces.Digests;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary><c>/digest</c> and <c>/missed</c> as members see them.</summary>
public sealed class DigestCommandTests
{
    private static readonly JsonElement Week = JsonSerializer.SerializeToElement(new[] { Asking.Option("period", 3, "week") });

    [Fact]
    public async Task Who_missed_something_reads_what_came_after_their_last_message_and_only_what_they_can_read()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        var (staff, role) = await guild.StaffAsync((await bot.Control.UsersAsync()).First(u => u.Bot).Id);
        await guild.KeepAsync(guild.General, staff);
        await guild.TalkAsync(guild.General, SomeTalk.OfGardens);
        var last = await guild.SayAsync(guild.General, guild.Zoe, "Bonne nuit !");
        foreach (var talker in guild.Talkers) await bot.Control.GiveRoleAsync(guild.Id, talker, role);
        await guild.TalkAsync(guild.General, SomeTalk.OfChess);
        await guild.TalkAsync(staff, SomeTalk.OfMerger);

        var answer = await bot.AskAsync(guild.General, guild.Zoe, "missed");
        (answer.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        var card = Card.Of(answer);
        card.Title.Should().StartWith("Ce que vous avez manqué depuis le ");
        card.Description.Should().StartWith($"Messages : {SomeTalk.OfChess.Count} · Personnes : 3").And.Contain("**Sujets**").And.Contain("« ");
        card.Foot.Should().Be("Messages choisis sans modèle de langage.");
        card.Links.Should().NotBeEmpty().And.OnlyContain(l => l.Guild == guild.Id && l.Channel == guild.General && l.Message > last);
        card.Description.Should().NotContainAny("merger", "vault", "treasurer", "tomato", "greenhouse");
        await EverythingIsThereAsync(bot, card);

        await bot.Control.GiveRoleAsync(guild.Id, guild.Zoe, role);
        var now = Card.Of(await bot.AskAsync(guild.General, guild.Zoe, "missed"));
        now.Links.Should().Contain(l => l.Channel == staff, "now Discord lets them");
        now.Description.Should().StartWith($"Messages : {SomeTalk.OfChess.Count + SomeTalk.OfMerger.Count} · Personnes : 3");

        var owner = await bot.AskAsync(guild.General, guild.Owner, "digest");
        Card.Of(owner).Links.Should().NotBeEmpty().And.NotContain(l => l.Channel == staff, "a digest of a day is of what its audience can read");
    }

    [Fact]
    public async Task Who_missed_nothing_is_told_so_and_who_asks_too_often_when_to_ask_again()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        var silent = await bot.AskAsync(guild.General, guild.Zoe, "missed");
        silent.Content.Should().StartWith("Ce serveur ne conserve le texte d’aucun salon que vous pouvez lire");
        (silent.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);

        await guild.KeepAsync(guild.General);
        for (var i = 0; i < ReadingBot.PerHour; i++)
        {
            await guild.SayAsync(guild.General, guild.Zoe, "me revoilà");
            await guild.HeardAsync();
            var nothing = await bot.AskAsync(guild.General, guild.Zoe, "missed");
            nothing.Content.Should().StartWith("Rien ne s’est dit depuis votre dernier message");
            nothing.Json!.Value.GetProperty("embeds").GetArrayLength().Should().Be(0);
        }

        await guild.SayAsync(guild.General, guild.Zoe, "et encore");
        await guild.HeardAsync();
        var again = await bot.AskAsync(guild.General, guild.Zoe, "missed");
        again.Content.Should().MatchRegex(@"^Vous avez demandé plusieurs synthèses en une heure\. Redemandez à <t:\d+:t>\.$");
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(again.Content.Split(':')[1], CultureInfo.InvariantCulture));
        at.Should().BeWithin(TimeSpan.FromMinutes(61)).After(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Who_never_wrote_reads_what_is_kept_and_a_few_words_are_no_talk()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        await guild.KeepAsync(guild.General);
        await guild.SayAsync(guild.General, guild.Talkers[0], "hello");
        await guild.HeardAsync();

        var little = await bot.AskAsync(guild.General, guild.Zoe, "missed");
        little.Content.Should().StartWith("Vous n’avez rien écrit ici depuis plus longtemps que le texte n’est conservé");
        Card.Of(little).Description.Should().EndWith("Il y a eu trop peu de messages pour une synthèse.");
        Card.Of(little).Foot.Should().Be("Compté, sans modèle de langage.");
    }

    [Fact]
    public async Task A_digest_of_today_or_the_week_is_in_the_readers_words_and_in_the_guilds_language()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        await guild.KeepAsync(guild.General);
        var thread = await bot.Control.CreateChannelAsync(guild.Id, "in depth", 11, guild.General);
        await guild.TalkAsync(thread.Id, SomeTalk.OfChess);

        var today = await bot.AskAsync(guild.General, guild.Zoe, "digest");
        (today.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        var card = Card.Of(today);
        card.Title.Should().MatchRegex(@"^Synthèse du \d{1,2}(er)? \p{L}+$");
        card.Description.Should().Contain("· Personnes").And.Contain("#in depth");
        card.Links.Should().NotBeEmpty().And.OnlyContain(l => l.Channel == thread.Id);
        await EverythingIsThereAsync(bot, card);

        var week = Card.Of(await bot.AskAsync(guild.General, guild.Owner, "digest", Week));
        week.Title.Should().MatchRegex(@"^Digest of the week from \w+ \d{1,2} to \w+ \d{1,2}$");
        week.Description.Should().Contain("“").And.Contain("Messages in the time before");
        week.Foot.Should().Be("Messages picked without a language model.");

        await bot.Control.DeleteAsync(thread.Id, card.Links[0].Message);
        await Polling.UntilAsync(() => GoneAsync(bot, card.Links[0].Message), TestContext.Current.CancellationToken);
        Card.Of(await bot.AskAsync(guild.General, guild.Zoe, "digest")).Links.Should().NotContain(card.Links[0], "what it rests on was deleted");
    }

    [Fact]
    public async Task A_guild_without_text_has_figures()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        await guild.SayAsync(guild.General, guild.Zoe, "bonjour");
        await guild.HeardAsync();
        var card = Card.Of(await bot.AskAsync(guild.General, guild.Zoe, "digest"));
        card.Description.Should().EndWith("Ce serveur ne conserve aucun texte : il n’y a que des chiffres.");
    }

    [Fact]
    public async Task What_people_write_stays_words()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        await guild.KeepAsync(guild.General);
        Func<string, string>[] disguises = [line => $"\u202e**{line}**", line => $"> ||{line}|| ~~x~~", line => $"{line} https://evil.example <@{guild.Zoe}>", line => $"{line} @everyone `x` [y](https://evil.example)"];
        await guild.TalkAsync(guild.General, [.. SomeTalk.OfChess.Select((line, i) => disguises[i % disguises.Length](line))]);
        var card = Card.Of(await bot.AskAsync(guild.General, guild.Owner, "digest"));
        Harmless(card);
        card.Links.Should().NotBeEmpty();
    }

    internal static void Harmless(Card card)
    {
        card.Description.Length.Should().BeLessThanOrEqualTo(4_096);
        card.Bare.Should().NotContainAny("@", "://", "<", ">", "`", "||", "~~", "__", "\u202e", "\u200f");
        card.Bare.Count(c => c == '\u2068').Should().Be(card.Bare.Count(c => c == '\u2069'));
    }

    private static async Task EverythingIsThereAsync(RunningBot bot, Card card)
    {
        foreach (var channel in card.Links.GroupBy(l => l.Channel))
        {
            var there = (await bot.ReadAsync($"channels/{channel.Key}/messages?limit=100")).Select(m => m.GetProperty("id").GetString());
            there.Should().Contain(channel.Select(l => l.Message.ToString(CultureInfo.InvariantCulture)).Distinct());
        }
    }

    private static async Task<bool> GoneAsync(RunningBot bot, ulong message) =>
        await bot.Database.ScalarAsync<long>($"SELECT count(*) FROM message_texts WHERE message_id = {message}", TestContext.Current.CancellationToken) == 0;
}
