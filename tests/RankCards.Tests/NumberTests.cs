using CommunityIntel.RankCards.Drawing;
using SkiaSharp;

namespace CommunityIntel.RankCards.Tests;

public sealed class NumberTests
{
    [Fact]
    public void English_and_French_write_numbers_their_way()
    {
        var card = Some.Card() with { TotalXp = 1_234_567, VoiceHours = 3.42 };

        new Numbers(card).TotalXp.Should().Be("1,234,567 XP in total");
        new Numbers(card).Voice.Full.Should().Be("3.4 h");
        new Numbers(card with { Texts = Some.French }).TotalXp.Should().Be("1\u202f234\u202f567 XP au total");
        new Numbers(card with { Texts = Some.French }).Voice.Full.Should().Be("3,4 h");
        new Numbers(card with { Texts = Some.French }).RankLabel.Should().Be("Rang sur 1\u202f024");
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(50, 100, .5)]
    [InlineData(100, 100, 1)]
    [InlineData(500, 100, 1)]
    [InlineData(-5, 100, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(1L << 53, 1L << 53, 1)]
    public void The_bar_is_never_less_than_empty_nor_more_than_full(long xp, long cost, double progress)
    {
        new Numbers(Some.Card() with { LevelXp = xp, LevelCost = cost }).Progress.Should().BeApproximately((float)progress, 1e-6f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    [InlineData(1L << 53)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Any_number_is_drawn(long number)
    {
        var card = Some.Card() with
        {
            Rank = number, Members = number, Level = (int)Math.Clamp(number, int.MinValue, int.MaxValue), LevelXp = number, LevelCost = number,
            TotalXp = number, Messages = number, VoiceHours = number,
        };

        using var image = SKBitmap.Decode(RankCardPainter.Draw(card, Some.Fonts).Png.Span);
        Margin(image).Should().OnlyContain(colour => colour == image.GetPixel(910, 141), "nothing is written beyond the right edge of the column");
    }

    [Theory]
    [InlineData(double.NaN, "0 h")]
    [InlineData(double.PositiveInfinity, "1,000,000,000,000,000 h")]
    [InlineData(double.NegativeInfinity, "0 h")]
    [InlineData(9.96, "10 h")]
    [InlineData(.04, "0 h")]
    public void Hours_that_are_no_number_are_none(double hours, string text) => new Numbers(Some.Card() with { VoiceHours = hours }).Voice.Full.Should().Be(text);

    [Fact]
    public void A_card_says_in_words_what_it_shows()
    {
        RankCardPainter.Draw(Some.Card(), Some.Fonts).Description.Should()
            .Be("Amélie Laurent: rank #12 of 1,024, level 31. 8,420 of 12,300 XP to the next level, 186,420 XP in total. Messages: 9,384. Hours in voice: 312.");
    }

    [Fact]
    public void A_description_is_as_long_as_Discord_allows()
    {
        var name = Names.DisplayName.Clean(string.Concat(Enumerable.Repeat("👩🏽‍❤️‍💋‍👩🏿", 100)));

        var text = RankCardPainter.Draw(Some.Card(name), Some.Fonts).Description;

        text.Length.Should().BeInRange(900, RankCardImage.MaxDescription);
        text.Should().Contain("👩🏿…: rank #12").And.EndWith("312.");
    }

    [Theory]
    [InlineData(0x000000)]
    [InlineData(0xFFFFFF)]
    [InlineData(0xF1C40F)]
    [InlineData(0x7F7F7F)]
    [InlineData(-1)]
    public void An_accent_can_be_read_in_both_themes(int accent)
    {
        foreach (var theme in Enum.GetValues<RankCardTheme>())
        {
            var palette = Palette.Of(theme, accent);
            Palette.Contrast(palette.Accent, palette.Surface).Should().BeGreaterThanOrEqualTo(4.5);
        }
    }

    private static IEnumerable<SKColor> Margin(SKBitmap image) =>
        from x in Enumerable.Range(896, 30) from y in Enumerable.Range(60, 180) select image.GetPixel(x, y);
}
