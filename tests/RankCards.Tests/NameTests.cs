using CommunityIntel.RankCards.Drawing;
using CommunityIntel.RankCards.Names;

namespace CommunityIntel.RankCards.Tests;

public sealed class NameTests
{
    public static TheoryData<string> Named => [.. Cases.Names.Keys];

    public static TheoryData<string> Unseen => [.. Cases.Invisible.Keys];

    [Theory, MemberData(nameof(Named))]
    public void Every_character_of_a_name_has_a_glyph(string kind)
    {
        var line = new LineShaper(Some.Fonts).Whole(DisplayName.Clean(Cases.Names[kind]), 40);

        line.Missing.Should().Be(0);
        line.Runs.Should().NotBeEmpty().And.OnlyContain(run => run.Face != null && !run.Glyphs.Contains((ushort)0));
    }

    [Theory, MemberData(nameof(Named))]
    public void A_name_stays_within_its_width(string kind)
    {
        var line = new LineShaper(Some.Fonts).Fit(DisplayName.Clean(Cases.Names[kind]), 40, 300);

        line.Width.Should().BePositive().And.BeLessThanOrEqualTo(300);
    }

    [Theory, MemberData(nameof(Unseen))]
    public void A_name_without_anything_to_see_is_replaced(string kind)
    {
        DisplayName.Clean(Cases.Invisible[kind]).Should().BeEmpty();

        RankCardPainter.Draw(Some.Card("") with { Texts = Some.French }, Some.Fonts).Description.Should().StartWith("Membre :");
    }

    [Theory]
    [InlineData(" a \r\n\t b ", "a b")]
    [InlineData("abc\u202Edef", "abcdef")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u0301e", "e")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    public void A_name_is_one_line_of_composed_characters(string name, string clean) => DisplayName.Clean(name).Should().Be(clean);

    [Fact]
    public void Half_a_surrogate_pair_is_a_replacement_character() => DisplayName.Clean("a\uD83D").Should().Be("a\uFFFD");

    [Fact]
    public void Marks_that_stack_without_end_are_left_out()
    {
        DisplayName.Clean("x" + new string('\u0351', 5_000)).Length.Should().BeInRange(2, 8);
    }

    [Fact]
    public void A_name_of_any_length_is_short_afterwards()
    {
        var emoji = DisplayName.Clean(string.Concat(Enumerable.Repeat("👩🏽‍🚀", 100_000)));

        DisplayName.Clusters(emoji).Should().HaveCount(DisplayName.MaxClusters).And.OnlyContain(cluster => cluster == "👩🏽‍🚀");
        DisplayName.Clean(new string('a', 1_000_000)).Should().HaveLength(DisplayName.MaxClusters);
    }

    [Fact]
    public void A_joined_emoji_is_one_glyph()
    {
        var line = new LineShaper(Some.Fonts).Whole("👨‍👩‍👧‍👦🇫🇷👍🏽", 40);

        line.Runs.Should().ContainSingle().Which.Glyphs.Should().HaveCount(3);
    }

    [Fact]
    public void An_ellipsis_never_cuts_a_character_in_two()
    {
        var shaper = new LineShaper(Some.Fonts);
        for (var width = 60; width < 300; width += 10)
        {
            var glyphs = shaper.Fit(string.Concat(Enumerable.Repeat("🇫🇷👩🏽‍🚀", 20)), 40, width).Runs.SelectMany(run => run.Glyphs).ToList();
            glyphs.Distinct().Should().HaveCountLessThanOrEqualTo(3, "a flag, an astronaut and the ellipsis are whole");
        }
    }

    [Theory]
    [InlineData("\uE000\uE001")]
    [InlineData("\U00017000")]
    public void What_no_font_has_is_a_box_and_is_counted(string name)
    {
        var image = RankCardPainter.Draw(Some.Card(name), Some.Fonts);

        image.MissingGlyphs.Should().Be(DisplayName.Clusters(name).Count());
    }

    [Fact]
    public void Han_takes_the_shapes_of_the_rest_of_the_name()
    {
        FontOf("金").Should().Be("noto-sc-600");
        FontOf("金さ").Should().Be("noto-jp-600");
        FontOf("金한").Should().Be("noto-tc-600");
        FontOf("한").Should().Be("noto-kr-600");
    }

    private static string FontOf(string name) => new LineShaper(Some.Fonts).Whole(name, 40).Runs[0].Face!.Name;
}
