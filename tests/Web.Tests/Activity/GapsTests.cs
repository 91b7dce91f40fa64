using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Activity;

namespace CommunityIntel.Web.Tests.Activity;

public sealed class GapsTests(ScriptedSite site)
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "Nobody listened for 40 min; some messages are missing", "Messages recovered", "what happened then is not known")]
    [InlineData("fr", "Personne n’écoutait pendant 40 min ; des messages manquent", "Messages récupérés", "on ignore ce qui s’est passé")]
    public async Task A_gap_is_hatched_and_told_in_words(string language, string missing, string recovered, string unknown)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Owner, language);
        var html = System.Net.WebUtility.HtmlDecode(await visitor.GetStringAsync($"/g/{ScriptedSite.GuildId}"));

        html.Should().Contain("id=\"gap-main\"").And.Contain("fill=\"url(#gap-main)\"").And.Contain("fill=\"url(#caught-up-main)\"");
        html.Should().Contain($"<small class=\"gap-note\">{missing}</small>").And.Contain($"<span class=\"key gap filled\">{recovered}</span>");
        html.Should().Contain("fill=\"url(#gap-voice)\"").And.NotContain("fill=\"url(#caught-up-voice)\"");
        html.Should().Contain(unknown.Replace("’", "\\u2019", StringComparison.Ordinal).Replace("é", "\\u00E9", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OverviewMetric.Messages, true), InlineData(OverviewMetric.Members, true)]
    [InlineData(OverviewMetric.Voice, false), InlineData(OverviewMetric.Joins, false)]
    public void Messages_can_be_found_afterwards_and_voice_cannot(OverviewMetric metric, bool filled) =>
        OverviewGaps.Of(metric, With(40, ActivityGapState.Filled), Day, Day, Untranslated.Texts)!.IsFilled.Should().Be(filled);

    [Fact]
    public void A_silence_of_seconds_and_other_days_show_nothing()
    {
        OverviewGaps.Of(OverviewMetric.Voice, With(0.5, ActivityGapState.Partial), Day, Day, Untranslated.Texts).Should().BeNull();
        OverviewGaps.Of(OverviewMetric.Voice, With(40, ActivityGapState.Partial), Day.AddDays(1), Day.AddDays(7), Untranslated.Texts).Should().BeNull();
    }

    private static ActivityComparison With(double minutes, ActivityGapState state)
    {
        var gap = new ActivityGap(Noon, Noon.AddMinutes(minutes), state, 0, 3, Day, Day);
        return new(new(Day, Day, "UTC", new(0, 0, 0, 0, 0, 0, 0), [], [], [], default, [gap]), null, Day, Day.AddDays(1));
    }
}
