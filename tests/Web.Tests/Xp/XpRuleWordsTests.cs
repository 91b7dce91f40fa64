using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Languages;
using CommunityIntel.Web.Xp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Tests.Xp;

public sealed class XpRuleWordsTests
{
    private static readonly XpRuleSettings Usual = new(
        new LevelCurve(LevelCurveKind.Mee6), new MessageXp(15, 25, 60, false, 0, false, false), new VoiceXp(0, true, true, true, true, true),
        new XpWhere(false, [], false, []), [], []);

    [Fact]
    public void The_defaults_are_said_as_they_are() => In("en-US", Usual).Should().Equal(
        "A message earns 15 to 25 XP, drawn at random.", "At most one message per minute earns XP; the others still count as messages.",
        "Time in voice is counted, and earns no XP.", "Bots and webhooks earn nothing.", "Level 1 needs 100 XP, level 2 another 155.");

    [Fact]
    public void A_guilds_own_rules_are_said_and_not_the_defaults()
    {
        var own = new XpRuleSettings(
            new LevelCurve(LevelCurveKind.Linear), new MessageXp(5, 5, 90, false, 4, true, true), new VoiceXp(6, true, true, false, false, true),
            new XpWhere(true, [1, 2], false, [3]), [new XpFactor(true, 7, 150), new XpFactor(true, 8, 200), new XpFactor(false, 9, 50)],
            [new XpTime("Weekend", new DateOnly(2026, 3, 6), new TimeOnly(18, 0), 2_880, true, 200)]);
        var words = In("en-GB", own);
        words.Should().Contain([
            "A message earns 5 XP.", "At most one message every 90 seconds earns XP; the others still count as messages.", "A message needs at least 4 characters.",
            "The same text twice in a row earns nothing.", "Messages that speak to a bot earn nothing.", "A minute in voice earns 6 XP.",
            "Not in voice: alone, with your own microphone off, in the AFK channel.", "XP is earned in 2 channels or categories only.", "Members with 1 role earn no XP.",
            "Some roles multiply XP: ×1.5–×2.", "Some channels multiply XP: ×0.5.", "Weekend: XP ×2 every Friday from 18:00, for 48 h.", "Level 1 needs 1,000 XP, level 2 another 1,000.",
        ]);
        words.Should().NotContain(line => line.Contains("15 to 25", StringComparison.Ordinal));
    }

    [Fact]
    public void French_is_said_in_French() => In("fr-FR", Usual with { Message = new MessageXp(0, 0, 0, false, 0, false, false), Voice = new VoiceXp(6, true, false, false, false, false) })
        .Should().Contain(["Les messages ne rapportent pas d’XP sur ce serveur.", "Une minute en vocal rapporte 6 XP.", "Sauf en vocal\u202f: seul."]);

    private static List<string> In(string culture, XpRuleSettings rules)
    {
        using var _ = new InCulture(culture);
        using var services = new ServiceCollection().AddLogging().AddLocalization(options => options.ResourcesPath = "Resources").BuildServiceProvider();
        return [.. XpRuleWords.Of(rules, services.GetRequiredService<IStringLocalizer<Texts>>())];
    }
}
