using CommunityIntel.RankCards.Names;

namespace CommunityIntel.RankCards.Tests;

public sealed class BidiTests
{
    // Capitals stand for Hebrew letters, as in UAX #9.
    [Theory]
    [InlineData("car means CAR.", "car means RAC.")]
    [InlineData("car MEANS CAR", "car RAC SNAEM")]
    [InlineData("CAR", "RAC")]
    [InlineData("CAR 123", "123 RAC")]
    [InlineData("CAR 1.5 car", "car 1.5 RAC")]
    [InlineData("car (CAR) car", "car (RAC) car")]
    [InlineData("CAR!", "!RAC")]
    [InlineData("123 car", "123 car")]
    public void A_line_is_read_in_the_order_of_its_scripts(string logical, string visual)
    {
        var line = logical.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c - 'A' + '\u05D0') : c).ToArray();
        var order = Bidi.VisualOrder(Bidi.Levels([.. new string(line).EnumerateRunes()]));

        string.Concat(order.Select(i => logical[i])).Should().Be(visual);
    }

    [Fact]
    public void Digits_after_Arabic_stay_in_their_order()
    {
        var levels = Bidi.Levels([.. "سنة 2026".EnumerateRunes()]);

        levels.Should().Equal(1, 1, 1, 1, 2, 2, 2, 2);
    }
}
