using System.Text;
using CommunityIntel.Domain.Notes;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Notes;

public sealed class NoteRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData("Tournament"), InlineData("<script>alert(1)</script>"), InlineData("x"), InlineData("a\u00A0b"), InlineData("👨‍👩‍👧 day"), InlineData("יום המשחקים"), InlineData("\u200Eltr\u200F")]
    public void One_line_that_can_be_read_may_be_a_note(string text) => NoteRules.FaultOf(text).Should().BeNull();

    [Theory]
    [InlineData("", NoteFault.Empty), InlineData("\u200B\u200D", NoteFault.Empty), InlineData("\uFEFF", NoteFault.Empty)]
    [InlineData("a\nb", NoteFault.NotOneLine), InlineData("a\rb", NoteFault.NotOneLine), InlineData("a\tb", NoteFault.NotOneLine), InlineData("a\0", NoteFault.NotOneLine)]
    [InlineData("a\u001Bb", NoteFault.NotOneLine), InlineData("a\u0085b", NoteFault.NotOneLine), InlineData("a\u2028b", NoteFault.NotOneLine), InlineData("a\u2029b", NoteFault.NotOneLine)]
    [InlineData("a\u202Eb", NoteFault.NotOneLine), InlineData("a\u202Ab", NoteFault.NotOneLine), InlineData("a\u2066b", NoteFault.NotOneLine), InlineData("a\u2069b", NoteFault.NotOneLine)]
    public void What_cannot_be_read_or_breaks_its_line_may_not(string text, NoteFault fault) => NoteRules.FaultOf(text).Should().Be(fault);

    [Theory]
    [InlineData('\uD83D'), InlineData('\uDE00')]
    public void Half_a_character_is_none(char half) => NoteRules.FaultOf($"a{half}").Should().Be(NoteFault.NotOneLine);

    [Theory]
    [InlineData(120, null), InlineData(121, NoteFault.TooLong), InlineData(10_000, NoteFault.TooLong)]
    public void A_note_has_at_most_120_characters(int length, NoteFault? fault) => NoteRules.FaultOf(new string('a', length)).Should().Be(fault);

    [Fact]
    public void Whatever_may_be_a_note_is_kept_by_a_database_as_it_is_and_stays_on_its_line() => Prop.ForAll<string>(text =>
    {
        if (text is null || NoteRules.FaultOf(text) is not null) return true;
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(utf8) == text && !utf8.Contains((byte)0) && text.ReplaceLineEndings("").Length == text.Length
            && text.EnumerateRunes().Count() is >= 1 and <= NoteRules.LongestText;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Days_go_from_a_year_before_the_first_one_to_a_year_ahead()
    {
        NoteRules.DaysFor(Today.AddDays(-100), Today).Should().Be((Today.AddDays(-464), Today.AddDays(366)));
        NoteRules.DaysFor(null, Today).Should().Be((Today.AddDays(-364), Today.AddDays(366)));
    }
}
