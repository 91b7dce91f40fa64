using System.Globalization;
using System.Text.Json;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Domain.Billing;

namespace CommunityIntel.BotShard.Tests.Billing;

/// <summary>What people read of their server's plan, in both languages.</summary>
public sealed class PremiumCommandTests(SellingBot selling) : IClassFixture<SellingBot>
{
    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);

    [Fact]
    public async Task A_manager_reads_the_plan_and_is_offered_what_Discord_sells_above_it()
    {
        var scene = await Scene.InAsync(selling.Bot);
        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "premium");
        (answer.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        Embed(answer).GetProperty("title").GetString().Should().Be("Plan of this server: Free");
        Embed(answer).GetProperty("description").GetString().Should().Be("Nothing is paid for it.");
        Field(answer, "What it allows").Should().Be(
            "· Looking back over 30 days\n· Weekly digests of 2 channels\n· Digests made of quotations\n· Downloads as CSV\n· 5 reward roles\n· 2 people who change things on the dashboard");
        Field(answer, "Higher plans").Should().Be(
            "**Pro**: €25 a month or €250 a year, for one server\n**Business**: €79 a month or €790 a year, for one server\n**Enterprise**: by agreement\nPro can be tried on the dashboard for 14 days at no cost.");
        Skus(answer).Should().Equal(SellingBot.Pro, SellingBot.Business);
        Link(answer).Should().Be($"https://stats.example/base/g/{scene.Guild}/billing");
    }

    [Fact]
    public async Task A_member_reads_it_in_French_and_is_sold_nothing()
    {
        var scene = await Scene.InAsync(selling.Bot);
        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Zoe, "premium");
        Spaced(Embed(answer).GetProperty("title").GetString()!).Should().Be("Formule de ce serveur : Gratuite");
        Spaced(Field(answer, "Formules supérieures")).Should().StartWith("**Pro** : 25 € par mois ou 250 € par an, pour un serveur\n");
        Spaced(Field(answer, "Ce qu’elle permet")).Should().StartWith("· Remonter 30 jours en arrière\n· Synthèses hebdomadaires de 2 salons\n");
        Skus(answer).Should().BeEmpty();
        Link(answer).Should().EndWith("/billing");
    }

    [Fact]
    public async Task What_ends_what_is_unpaid_and_what_was_lost_is_said_with_its_day()
    {
        var scene = await Scene.InAsync(selling.Bot);
        var guild = selling.Billing.Of(scene.Guild);
        guild.Plan = ScriptedBilling.Free with { Plan = Plan.Pro, Source = ClaimSource.Discord, EndsAt = Then, LostPlan = Plan.Business, ReadOnlyUntil = Then.AddDays(1), MayTry = false };
        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "premium");
        Embed(answer).GetProperty("description").GetString().Should().Be(
            "Bought in Discord as a subscription of the server.\nIt ends on <t:2000000000:D>.\n"
            + "The server had Business. What is over its limits now can still be seen and downloaded until <t:2000086400:D>.");
        Skus(answer).Should().Equal(SellingBot.Business);
        Embed(answer).GetProperty("footer").GetProperty("text").GetString().Should().Be("A subscription bought here does not end one that runs already.");

        guild.Plan = ScriptedBilling.Free with { Plan = Plan.Enterprise, Source = ClaimSource.Stripe, IsTrial = true, GraceUntil = Then };
        answer = await scene.Bot.AskAsync(scene.Channel, scene.Zoe, "premium");
        Spaced(Embed(answer).GetProperty("description").GetString()!).Should().Be(
            "Payée sur le tableau de bord.\nElle est à l’essai : rien n’a encore été payé.\nUn paiement a échoué. Rien ne change jusqu’au <t:2000000000:D> ; la formule prend fin alors, sauf si elle est payée.");
        Spaced(Field(answer, "Ce qu’elle permet")).Should().StartWith("· Remonter jusqu’au premier jour\n").And.Contain("1 000 demandes par jour").And.EndWith("Toutes les personnes qui gèrent le serveur peuvent modifier des choses sur le tableau de bord");
        Embed(answer).GetProperty("fields").GetArrayLength().Should().Be(1, "there is nothing above it");
    }

    [Theory]
    [InlineData(ClaimSource.Gift, "From a gift code.")]
    [InlineData(ClaimSource.Operator, "Given by whoever runs this bot.")]
    public async Task Whoever_gave_it_is_named(ClaimSource source, string said)
    {
        var scene = await Scene.InAsync(selling.Bot);
        selling.Billing.Of(scene.Guild).Plan = ScriptedBilling.Free with { Plan = Plan.Business, Source = source };
        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "premium");
        Embed(answer).GetProperty("description").GetString().Should().Be(said);
        Skus(answer).Should().BeEmpty();
        Embed(answer).TryGetProperty("footer", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Where_nothing_is_sold_everything_is_on()
    {
        var scene = await Scene.InAsync(selling.Bot);
        selling.Billing.Of(scene.Guild).Plan = ScriptedBilling.Free with { Plan = Plan.Enterprise, IsSold = false };
        (await scene.Bot.AskAsync(scene.Channel, scene.Owner, "premium")).Content.Should().StartWith("Everything is on here");
        (await scene.Bot.AskAsync(scene.Channel, scene.Zoe, "premium")).Content.Should().StartWith("Tout est activé ici");
    }

    [Fact]
    public async Task During_an_outage_the_answer_is_calm()
    {
        var scene = await Scene.InAsync(selling.Bot);
        selling.Billing.Of(scene.Guild).IsAway = true;
        (await scene.Bot.AskAsync(scene.Channel, scene.Zoe, "premium")).Content.Should().StartWith("Cela n’a pas marché à l’instant.");
    }

    [Fact]
    public async Task A_purchase_whose_event_was_lost_is_read_when_the_buyer_asks()
    {
        var scene = await Scene.InAsync(selling.Bot);
        var guild = selling.Billing.Of(scene.Guild);
        await selling.Bot.Control.BuyAsync(scene.Guild, SellingBot.Pro, tell: false);
        var answer = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "premium");
        Embed(answer).GetProperty("description").GetString().Should().EndWith("Discord tells of a subscription that does not count here yet: look again in a minute.");
        await guild.UntilAsync(e => e.Count == 1);
    }

    [Theory]
    [InlineData("en-US", 25_00, "eur", "€25")]
    [InlineData("en-US", 1_234_50, "EUR", "€1,234.50")]
    [InlineData("fr-FR", 1_234_50, "eur", "1 234,50 €")]
    [InlineData("fr-FR", 9_00, "usd", "9 $")]
    [InlineData("fr-FR", 9_00, "chf", "9 CHF")]
    public void An_amount_is_in_its_own_currency_and_the_readers_way(string culture, long minor, string currency, string written)
    {
        Spaced(Money.Of(CultureInfo.GetCultureInfo(culture), minor, currency)).Should().Be(written);
    }

    private static JsonElement Embed(MessageView message) => message.Json!.Value.GetProperty("embeds")[0];

    private static string Field(MessageView message, string name) =>
        Embed(message).GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name).GetProperty("value").GetString()!;

    private static IEnumerable<JsonElement> Buttons(MessageView message) =>
        message.Json!.Value.GetProperty("components").EnumerateArray().SelectMany(row => row.GetProperty("components").EnumerateArray());

    private static IEnumerable<ulong> Skus(MessageView message) =>
        Buttons(message).Where(b => b.GetProperty("style").GetInt32() == 6).Select(b => ulong.Parse(b.GetProperty("sku_id").GetString()!, CultureInfo.InvariantCulture));

    private static string? Link(MessageView message) => Buttons(message).Single(b => b.GetProperty("style").GetInt32() == 5).GetProperty("url").GetString();

    private static string Spaced(string text) => text.Replace('\u202f', ' ').Replace('\u00a0', ' ');
}
