using CommunityIntel.RankCards.Drawing;
using CommunityIntel.RankCards.Names;
using SkiaSharp;

namespace CommunityIntel.RankCards.Tests;

/// <summary>All cases on one picture, to look at: written when <c>RANK_CARDS_SHEET</c> names a file.</summary>
public sealed class ContactSheet
{
    private const int Columns = 3;
    private const int Margin = 20;

    [Fact]
    public void A_sheet_of_all_cases_is_written_for_who_asks()
    {
        var file = Environment.GetEnvironmentVariable("RANK_CARDS_SHEET");
        Assert.SkipWhen(file is null, "RANK_CARDS_SHEET names no file.");
        foreach (var theme in Enum.GetValues<RankCardTheme>()) Write(Path.ChangeExtension(file, $".{theme.ToString().ToLowerInvariant()}.png"), theme);
    }

    private static void Write(string file, RankCardTheme theme)
    {
        var cards = Cards().Select(card => card with { Theme = theme, Name = DisplayName.Clean(card.Name) }).ToList();
        var rows = (cards.Count + Columns - 1) / Columns;
        using var bitmap = new SKBitmap((Columns * (RankCardImage.Width + Margin)) + Margin, (rows * (RankCardImage.Height + Margin)) + Margin);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(theme == RankCardTheme.Light ? new SKColor(0xFFF2F3F5) : new SKColor(0xFF313338));
        for (var i = 0; i < cards.Count; i++)
        {
            using var image = SKImage.FromEncodedData(RankCardPainter.Draw(cards[i], Some.Fonts).Png.Span);
            canvas.DrawImage(image, Margin + (i % Columns * (RankCardImage.Width + Margin)), Margin + (i / Columns * (RankCardImage.Height + Margin)), SKSamplingOptions.Default);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
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
