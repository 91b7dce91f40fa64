using System.Runtime.CompilerServices;
using CommunityIntel.RankCards.Drawing;
using CommunityIntel.RankCards.Names;
using SkiaSharp;

namespace CommunityIntel.RankCards.Tests;

/// <summary>
/// Cards against pictures that a person looked at. <c>RANK_CARDS_GOLDEN=write</c> draws them anew; look at them before committing.
/// </summary>
public sealed class GoldenTests
{
    /// <summary>Mean difference of a colour channel, of 255: the rounding of other processors, not a moved letter.</summary>
    private const double Tolerance = .02;

    private static readonly Dictionary<string, RankCard> Cards = new()
    {
        ["avatar-dark-en"] = Some.Card() with { Avatar = Some.Avatar() },
        ["initials-light-fr"] = Some.Card("Наталья Їжак") with { Texts = Some.French, Theme = RankCardTheme.Light, UserId = 3 << 22 },
        ["scripts-dark-fr"] = Some.Card("محمد 7 七海 ที่รัก हिन्दी") with { Texts = Some.French, Accent = 0xF1C40F },
        ["emoji-light-en"] = Some.Card("👨‍👩‍👧‍👦 Zoé 🇫🇷👍🏽 ✨ and a very long rest") with { Theme = RankCardTheme.Light },
    };

    public static TheoryData<string> All => [.. Cards.Keys];

    [Theory, MemberData(nameof(All))]
    public void A_card_looks_as_it_did(string name)
    {
        var card = Cards[name];
        var png = RankCardPainter.Draw(card with { Name = DisplayName.Clean(card.Name) }, Some.Fonts).Png;
        if (Environment.GetEnvironmentVariable("RANK_CARDS_GOLDEN") == "write")
        {
            File.WriteAllBytes(Path.Combine(Sources(), "Golden", name + ".png"), png.ToArray());
            return;
        }

        using var now = SKBitmap.Decode(png.Span);
        using var then = SKBitmap.Decode(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".png"));
        Difference(now, then).Should().BeLessThan(Tolerance);
    }

    [Fact]
    public void Another_card_is_told_apart()
    {
        using var one = SKBitmap.Decode(RankCardPainter.Draw(Some.Card(), Some.Fonts).Png.Span);
        using var other = SKBitmap.Decode(RankCardPainter.Draw(Some.Card() with { Name = "Amélie Laurenz" }, Some.Fonts).Png.Span);

        Difference(one, one).Should().Be(0);
        Difference(one, other).Should().BeGreaterThan(Tolerance);
    }

    private static double Difference(SKBitmap one, SKBitmap other)
    {
        (one.Width, one.Height).Should().Be((other.Width, other.Height)).And.Be((RankCardImage.Width, RankCardImage.Height));
        ReadOnlySpan<byte> a = one.GetPixelSpan(), b = other.GetPixelSpan();
        long sum = 0;
        for (var i = 0; i < a.Length; i++) sum += Math.Abs(a[i] - b[i]);
        return sum / (double)a.Length;
    }

    private static string Sources([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
