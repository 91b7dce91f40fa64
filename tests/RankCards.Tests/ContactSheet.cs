using CommunityIntel.RankCards.Drawing;
using CommunityIntel.RankCards.Names;
using SkiaSharp;

namespace CommunityIntel.RankCards.Tests;

/// <summary>All cases in a theme. Where <c>RANK_CARDS_SHEET</c> names a folder, they are put there on one picture, to look at.</summary>
public sealed class ContactSheet
{
    private const int Columns = 3;
    private const int Margin = 20;
    private const int CellWidth = RankCardImage.Width + Margin;
    private const int CellHeight = RankCardImage.Height + Margin;

    [Theory]
    [InlineData(RankCardTheme.Dark)]
    [InlineData(RankCardTheme.Light)]
    public void Every_case_is_a_card_with_transparent_corners(RankCardTheme theme)
    {
        var cards = Cards().Select(card => card with { Theme = theme, Name = DisplayName.Clean(card.Name) }).ToList();
        var rows = (cards.Count + Columns - 1) / Columns;
        using var sheet = new SKBitmap((Columns * CellWidth) + Margin, (rows * CellHeight) + Margin);
        using var canvas = new SKCanvas(sheet);
        canvas.Clear(new SKColor(theme == RankCardTheme.Light ? 0xFFF2F3F5 : 0xFF313338));
        for (var i = 0; i < cards.Count; i++)
        {
            using var card = SKBitmap.Decode(RankCardPainter.Draw(cards[i], Some.Fonts).Png.Span);
            (card.Width, card.Height).Should().Be((RankCardImage.Width, RankCardImage.Height));
            card.GetPixel(0, 0).Alpha.Should().Be(0);
            card.GetPixel(RankCardImage.Width - 1, RankCardImage.Height - 1).Alpha.Should().Be(0);
            canvas.DrawBitmap(card, Margin + (i % Columns * CellWidth), Margin + (i / Columns * CellHeight), SKSamplingOptions.Default);
        }

        if (Environment.GetEnvironmentVariable("RANK_CARDS_SHEET") is { } folder) Write(sheet, Path.Combine(folder, $"rank-cards-{theme}.png"));
    }

    private static void Write(SKBitmap sheet, string file)
    {
        using var data = sheet.Encode(SKEncodedImageFormat.Png, 90);
        File.WriteAllBytes(file, data.ToArray());
    }

    private static IEnumerable<RankCard> Cards()
    {
        yield return Some.Card() with { Avatar = Some.Avatar() };
        yield return Some.Card() with { Avatar = Some.Avatar(), Texts = Some.French };
        yield return Some.Card("Zoé") with { Texts = Some.French, Rank = 1, Members = 0, LevelXp = 12_300 };
        yield return Some.Card("nouvelle") with { Texts = Some.French, Rank = 0, Level = 0, LevelXp = 0, LevelCost = 100, TotalXp = 0, Messages = 0, VoiceHours = 0 };
        yield return Numbers(Some.English);
        yield return Numbers(Some.French);
        yield return Some.Card() with { Accent = 0xF1C40F, LevelXp = 100, VoiceHours = 3.42 };
        yield return Some.Card() with { Accent = 0x000000 };
        yield return Some.Card("\u3164");
        ulong user = 1;
        foreach (var name in Cases.Names.Values) yield return Some.Card(name) with { UserId = ++user << 22, LevelXp = (long)user * 199 % 12_300 };
    }

    private static RankCard Numbers(RankCardTexts texts) => Some.Card("Extremes") with
    {
        Texts = texts, Rank = 1_000_000, Members = 12_345_678, Level = int.MaxValue, LevelXp = (1L << 53) - 1, LevelCost = 1L << 53,
        TotalXp = 1L << 53, Messages = 1L << 53, VoiceHours = 1_234_567,
    };
}
