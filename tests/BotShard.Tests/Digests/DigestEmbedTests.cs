using System.Globalization;
using CommunityIntel.BotShard.Digests;
using CommunityIntel.GrainInterfaces.Digests;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Digests;

public sealed class DigestEmbedTests
{
    private const string Nasty = "\u202e**b** __u__ ~~s~~ ||x|| `c` ```js\n# h\n> q\n- l\n1. n\n[a](https://evil.example) <@1> <@&2> <#3> @everyone @here <t:1:R> </a:1> https://evil.example :smile: \\ مرحبا שלום \u2067";

    [Fact]
    public async Task No_words_break_out_of_the_card_and_the_longest_fits()
    {
        var cards = (await ReadingBot.GetAsync()).Services.GetRequiredService<DigestEmbed>();
        foreach (var (text, isQuote) in (IEnumerable<(string, bool)>)[(Nasty, true), (Nasty, false), (new string('*', 280), true), (string.Concat(Enumerable.Repeat("👩‍👩‍👧", 35)), false)])
        {
            var embed = cards.Of(Some(text, isQuote, items: 12), 5, CultureInfo.GetCultureInfo("fr"));
            DigestCommandTests.Harmless(new Card(embed.Title!, embed.Description!, embed.Footer!.Text));
            embed.Description!.Split('\n').Should().NotContain(line => line.StartsWith("# ") || line.StartsWith("> ") || line.StartsWith("- ") || line.StartsWith("1. "));
        }
    }

    [Fact]
    public async Task An_item_links_to_the_first_three_messages_and_names_the_channel_once()
    {
        var cards = (await ReadingBot.GetAsync()).Services.GetRequiredService<DigestEmbed>();
        var embed = cards.Of(Some("Words.", isQuote: true, items: 1), 5, CultureInfo.GetCultureInfo("en"));
        embed.Description.Should().EndWith("**Topics**\n**\u2068chess\u2069** · “\u2068Words.\u2069” [\u2068\\#general\u2069](https://discord.com/channels/5/6/70) [2](https://discord.com/channels/5/6/71) [3](https://discord.com/channels/5/6/72)");
    }

    [Fact]
    public async Task A_quotation_that_is_kept_no_more_says_so()
    {
        var cards = (await ReadingBot.GetAsync()).Services.GetRequiredService<DigestEmbed>();
        cards.Of(Some(null, isQuote: true, items: 1), 5, CultureInfo.GetCultureInfo("en")).Description.Should().Contain("whose message is no longer kept").And.Contain("/5/6/70)");
    }

    private static DigestReading Some(string? text, bool isQuote, int items)
    {
        var title = text is null or "Words." ? "chess" : text[..Math.Min(80, text.Length)];
        var day = new DateOnly(2026, 11, 28);
        var sources = Enumerable.Range(0, 5).Select(i => new DigestSource(6, title == "chess" ? "general" : text, 70 + i)).ToList();
        return new DigestReading(
            1, DigestSpan.Day, day, day, "Etc/UTC", false, "en", DigestMaker.Extract, DigestMood.Calm, new DigestFigures(1_234, 1_000, 5, 4, 0, 0, 0, 0, []),
            [.. Enumerable.Range(0, items).Select(i => new DigestItem((DigestItemKind)(i % 4), title, text, isQuote, sources, 3))], 0,
            new DigestMaking(DateTimeOffset.UnixEpoch, "", "", 0, 0, 0, 0, "EUR", 1, NoModelReason.NotConfigured, 30, 30), 0, 0, null);
    }
}
