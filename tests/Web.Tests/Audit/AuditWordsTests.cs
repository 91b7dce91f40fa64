using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.Languages;
using CommunityIntel.Web.Audit;
using CommunityIntel.Web.Settings;
using CommunityIntel.Web.Xp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Tests.Audit;

public sealed class AuditWordsTests
{
    private const string Announcements = """{"place":"Off","channel_id":null,"template":null,"reward_levels_only":false,"every_levels":1,"minimum_level":1,"pings_member":false}""";

    [Fact]
    public void A_change_of_rewards_is_told_in_the_readers_words()
    {
        const string Before = """{"roles":[]}""";
        const string After = """{"roles":[{"level":5,"role_id":71,"name":"Regular","replaces_lower":true}]}""";

        Changes("en-US", AuditAction.RewardsChanged, Before, After).Should().Equal(new FieldChange("71", "Regular", null, Text("en-US", "rewards.in-place", "5")));
        Changes("fr-FR", AuditAction.RewardsChanged, After, Before).Should().Equal(new FieldChange("71", "Regular", Text("fr-FR", "rewards.in-place", "5"), null));
    }

    [Fact]
    public void A_change_of_announcements_names_only_what_differs()
    {
        var after = Announcements.Replace("\"Off\"", "\"Channel\"", StringComparison.Ordinal).Replace("\"channel_id\":null", "\"channel_id\":7", StringComparison.Ordinal);

        Changes("fr-FR", AuditAction.AnnouncementsChanged, Announcements, after).Should().Equal(
            new FieldChange("place", Text("fr-FR", "announce.place"), Text("fr-FR", "announce.place.Off"), Text("fr-FR", "announce.place.Channel")),
            new FieldChange("channel", Text("fr-FR", "announce.channel"), "–", "#general"));
    }

    [Fact]
    public void A_note_is_told_by_its_day_and_its_words()
    {
        const string Note = """{"id":5,"date":"2026-11-20","text":"Tournament <b>"}""";

        Changes("en-US", AuditAction.NoteAdded, null, Note).Should().Equal(
            new FieldChange("date", Text("en-US", "notes.date"), null, "November 20, 2026"), new FieldChange("text", Text("en-US", "notes.text"), null, "Tournament <b>"));
        Changes("fr-FR", AuditAction.NoteDeleted, Note, null).Should().Equal(
            new FieldChange("date", Text("fr-FR", "notes.date"), "20 novembre 2026", null), new FieldChange("text", Text("fr-FR", "notes.text"), "Tournament <b>", null));
    }

    private static IReadOnlyList<FieldChange> Changes(string culture, AuditAction action, string? before, string? after)
    {
        using var reader = new InCulture(culture);
        var names = GuildNames.None with { Channels = new Dictionary<long, string> { [7] = "general" } };
        var entry = new AuditRecord(1, action, DateTimeOffset.UnixEpoch, new Actor(1, "Ada", ActorSource.Dashboard), 0, null, before, after, null, null, true);
        return new AuditText(Texts(), names, new CurveChoice(null, null)).ChangesOf(entry);
    }

    private static string Text(string culture, string key, params object[] arguments)
    {
        using var reader = new InCulture(culture);
        return Texts()[key, arguments];
    }

    private static IStringLocalizer<Texts> Texts() =>
        new ServiceCollection().AddLogging().AddLocalization(o => o.ResourcesPath = "Resources").BuildServiceProvider().GetRequiredService<IStringLocalizer<Texts>>();
}
