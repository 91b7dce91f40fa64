using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Languages;
using CommunityIntel.Web.Audit;
using CommunityIntel.Web.Digests;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using CommunityIntel.Web.Xp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Tests.Digests;

public sealed class DigestWordsTests
{
    private static readonly IStringLocalizer<Texts> Texts =
        new ServiceCollection().AddLogging().AddLocalization(o => o.ResourcesPath = "Resources").BuildServiceProvider().GetRequiredService<IStringLocalizer<Texts>>();

    private static readonly GuildNames Names = new(new Dictionary<long, string> { [7] = "general", [8] = "games" }, new Dictionary<long, string> { [70] = "Crew" });

    private static readonly DigestSettings Settings = DigestSettings.Usual with { ChannelIds = [8, 7], IsWeekly = true };

    [Fact]
    public void A_change_of_settings_is_told_in_the_audit_log_field_by_field()
    {
        const string Before = """{"channel_ids":[],"keep_days":8,"is_daily":false,"is_weekly":false,"hour":8,"language":"Guild","length":"Brief","names_authors":false,"post_channel_id":0,"audience_role_id":0}""";
        const string After = """{"channel_ids":[8,7],"keep_days":30,"is_daily":false,"is_weekly":true,"hour":21,"language":"French","length":"Full","names_authors":true,"post_channel_id":7,"audience_role_id":70}""";

        Changes("en-US", Before, After).Should().Equal(
            new FieldChange("channels", "Channels to keep text of", "–", "#general, #games"), new FieldChange("keep-days", "Keep text for", "8 days", "30 days"),
            new FieldChange("weekly", "A digest every week, on Monday", "No", "Yes"), new FieldChange("hour", "Hour", "8 am", "9 pm"), new FieldChange("language", "Language", "As the server", "In French"),
            new FieldChange("length", "Length", "Brief: at most 5 items", "Full: at most 12 items"), new FieldChange("names", "Name who wrote", "No", "Yes"),
            new FieldChange("post", "Post in", "Do not post", "#general"), new FieldChange("audience", "Audience", "@everyone", "@Crew"));
        Changes("fr-FR", Before, After)[1].Should().Be(new FieldChange("keep-days", "Conserver le texte", "8 jours", "30 jours"));
    }

    [Fact]
    public void The_message_for_members_says_what_where_how_long_who_and_how_to_keep_out_of_it()
    {
        using var reader = new InCulture("fr-FR");

        var notice = new DigestNotice(Texts, Names, new HashSet<long>()).Of(Settings with { AudienceRoleId = 70 }, ["Groq", "OpenAI"], Language.English);

        notice.Should().Contain("the text of messages").And.Contain("#general, #games, and their threads").And.Contain("8 days at most").And.Contain("members with @Crew")
            .And.Contain("Digests name nobody").And.Contain("of Groq, OpenAI reads it").And.Contain("write /privacy stop");
        Texts["yes"].Value.Should().Be("Oui", "the reader's language is back");
    }

    [Fact]
    public void The_message_speaks_the_language_of_the_digests_and_not_of_who_manages()
    {
        using var reader = new InCulture("en-US");

        var notice = new DigestNotice(Texts, Names, new HashSet<long>()).Of(Settings with { NamesAuthors = true }, [], Language.French);

        notice.Should().Contain("écrivez /confidentialité arrêter").And.Contain("8 jours au plus").And.Contain("les membres de ce serveur").And.Contain("Aucun modèle de langage");
    }

    [Fact]
    public void The_message_counts_channels_that_not_everybody_reads_and_does_not_name_them()
    {
        using var reader = new InCulture("en-US");

        var notice = new DigestNotice(Texts, Names, new HashSet<long> { 7 }).Of(Settings, ["Groq"], Language.English);

        notice.Should().Contain("Where: #games, 1 channel that not everybody reads, and their threads").And.NotContain("general");
    }

    [Fact]
    public void The_message_fits_Discord_however_many_channels_there_are()
    {
        using var reader = new InCulture("en-US");
        var many = new GuildNames(Enumerable.Range(1, 50).ToDictionary(i => (long)i, i => new string('x', 90)), Names.Roles);

        var notice = new DigestNotice(Texts, many, new HashSet<long>()).Of(Settings with { ChannelIds = [.. Enumerable.Range(1, 50).Select(i => (long)i)] }, ["Groq"], Language.English);

        notice.Should().Contain("35 more, and their threads");
        notice.Length.Should().BeLessThan(2000);
    }

    [Theory]
    [InlineData(0, "0\u00a0USD", "0\u00a0USD"), InlineData(3_200, "0.0032\u00a0USD", "0,0032\u00a0USD"), InlineData(40, "<\u00a00.0001\u00a0USD", "<\u00a00,0001\u00a0USD"), InlineData(12_500_000, "12.50\u00a0USD", "12,50\u00a0USD")]
    public void Money_has_its_own_currency_and_the_readers_digits(long micros, string english, string french)
    {
        using (new InCulture("en-US"))
            Money.Of(micros, "USD").Should().Be(english);
        using (new InCulture("fr-FR"))
            Money.Of(micros, "USD").Should().Be(french);
    }

    [Fact]
    public void Every_problem_has_words_and_a_field_or_stands_above_all()
    {
        using var reader = new InCulture("en-US");
        var refused = new DigestSettingsRefused([.. Enum.GetValues<DigestProblemKind>().Select(kind => new DigestProblem(kind, Number: 51))]);

        var faults = DigestProblemText.Faults(Texts, Names, refused);

        faults.Select(fault => fault.Name).Should().Equal("channels", "channels", "channels", "keep-days", "hour", "audience", "post", "", "keep-days");
        faults.Should().OnlyContain(fault => fault.Text.Contains(' ') && !fault.Text.StartsWith("digest.problem", StringComparison.Ordinal));
        faults[0].Text.Should().StartWith("51 channels");
    }

    private static IReadOnlyList<FieldChange> Changes(string culture, string before, string after)
    {
        using var reader = new InCulture(culture);
        var entry = new AuditRecord(1, AuditAction.DigestSettingsChanged, DateTimeOffset.UnixEpoch, new Actor(1, "Ada", ActorSource.Dashboard), 0, null, before, after, null, null, true);
        return new AuditText(Texts, Names, new CurveChoice(null, null)).ChangesOf(entry);
    }
}
