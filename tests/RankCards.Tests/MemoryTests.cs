using CommunityIntel.RankCards.Drawing;
using CommunityIntel.RankCards.Names;

namespace CommunityIntel.RankCards.Tests;

public sealed class MemoryTests
{
    private const int Cards = 1_000;
    private const long Megabyte = 1024 * 1024;

    /// <summary>A leaked surface alone would be a megabyte a card; the allowance is for the allocator's habits.</summary>
    [Fact]
    public void A_thousand_cards_leave_nothing_behind()
    {
        var cards = Cases.Names.Values.Select(name => Some.Card(DisplayName.Clean(name)) with { Avatar = Some.Avatar() }).ToList();
        Draw(cards, 200);
        var before = Environment.WorkingSet;

        Draw(cards, Cards);

        GC.Collect();
        (Environment.WorkingSet - before).Should().BeLessThan(60 * Megabyte);
    }

    private static void Draw(List<RankCard> cards, int count)
    {
        for (var i = 0; i < count; i++) RankCardPainter.Draw(cards[i % cards.Count] with { Rank = i }, Some.Fonts);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
