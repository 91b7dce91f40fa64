using CommunityIntel.Web.Languages;

namespace CommunityIntel.Web.Tests.Languages;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0"), InlineData(9_280, "9,280"), InlineData(9_999, "9,999"), InlineData(10_000, "10K"), InlineData(128_400, "128.4K")]
    [InlineData(999_949, "999.9K"), InlineData(999_950, "1M"), InlineData(1_240_000, "1.2M")]
    public void English_shortens_large_numbers(double value, string written)
    {
        using var _ = new InCulture("en-US");

        Figures.Compact(value).Should().Be(written);
    }

    [Theory]
    [InlineData(9_280, "9 280"), InlineData(128_400, "128,4 k"), InlineData(1_240_000, "1,2 M")]
    public void French_shortens_them_with_a_comma_and_a_narrow_space(double value, string written)
    {
        using var _ = new InCulture("fr-FR");

        Figures.Compact(value).Should().Be(written.Replace(' ', '\u202f'));
    }

    [Theory]
    [InlineData(404, "+404"), InlineData(-3, "−3"), InlineData(0, "0"), InlineData(-.2, "0")]
    public void A_signed_number_shows_its_sign_both_ways(double value, string written)
    {
        using var _ = new InCulture("en-US");

        Figures.WithSign(value).Should().Be(written);
    }

    [Theory]
    [InlineData(.17, "17%"), InlineData(-.042, "4.2%"), InlineData(11, "×12"), InlineData(-.996, "100%")]
    public void A_change_has_one_decimal_only_when_it_is_small(double share, string written)
    {
        using var _ = new InCulture("en-US");

        Figures.Percent(share).Should().Be(written);
    }

    [Theory]
    [InlineData("en-US", "Nov 14", "9 pm", DayOfWeek.Sunday)]
    [InlineData("fr-FR", "14 nov.", "21\u202fh", DayOfWeek.Monday)]
    [InlineData("en-GB", "14 Nov", "21:00", DayOfWeek.Monday)]
    public void Dates_and_weeks_follow_the_culture(string culture, string date, string hour, DayOfWeek first)
    {
        using var _ = new InCulture(culture);

        Dates.Axis(new(2026, 11, 14)).Should().Be(date);
        Dates.Hour(21).Should().Be(hour);
        Dates.Week().First().Should().Be(first);
    }
}
