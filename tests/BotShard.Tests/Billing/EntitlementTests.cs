using System.Text.Json;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Rest;

namespace CommunityIntel.BotShard.Tests.Billing;

/// <summary>What is bought in the local Discord, over its gateway and REST, as the guild's grain is told it.</summary>
public sealed class EntitlementTests(SellingBot selling) : IClassFixture<SellingBot>
{
    private static readonly DateTimeOffset Later = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private EmulatorControl Control => selling.Bot.Control;

    [Fact]
    public async Task A_purchase_reaches_its_guild_and_so_do_its_end_and_its_refund()
    {
        var (id, owner, guild) = await GuildAsync();
        var bought = await Control.BuyAsync(id, SellingBot.Pro);
        await guild.UntilAsync(e => e is [{ EndsAt: null }]);
        guild.Entitlements!.Single().Should().BeEquivalentTo(new { Id = (long)bought.Id, SkuId = (long)SellingBot.Pro, Type = 8, IsDeleted = false, UserId = (long)owner });

        await Control.EndAsync(bought.Id, Later);
        await guild.UntilAsync(e => e is [{ EndsAt: { } end }] && end == Later);
        await Control.RefundAsync(bought.Id);
        await guild.UntilAsync(e => e.Count == 0);
    }

    [Fact]
    public async Task Events_that_come_twice_or_in_the_wrong_order_change_nothing()
    {
        var (id, _, guild) = await GuildAsync();
        var kept = await Control.BuyAsync(id, SellingBot.Pro, tell: false);
        var refunded = await Control.BuyAsync(id, SellingBot.Business, tell: false);
        await Control.RefundAsync(refunded.Id, tell: false);
        for (var i = 0; i < 40; i++)
        {
            await TellAsync("ENTITLEMENT_DELETE", kept.Id, id);
            await TellAsync("ENTITLEMENT_CREATE", refunded.Id, id);
        }

        await guild.UntilAsync(e => e is [{ } only] && only.Id == (long)kept.Id);
        guild.Readings.Should().BeLessThan(80, "what is told while a reading is due is in it");
    }

    [Fact]
    public async Task A_purchase_waits_for_Discord_and_for_the_silos()
    {
        var (id, _, guild) = await GuildAsync();
        // Three tries of the client, then the watch's own.
        await Control.FailRestAsync(new RestFault(4, 500, PathContains: "/entitlements"));
        await Control.FailRestAsync(new RestFault(1, 429, "user", RetryAfter: 0.05, PathContains: "/entitlements"));
        guild.FailNext(1);
        await Control.BuyAsync(id, SellingBot.Pro);
        await guild.UntilAsync(e => e.Count == 1);
    }

    [Fact]
    public async Task A_reading_that_hangs_holds_up_no_event()
    {
        var billing = new ScriptedBilling();
        await using var bot = await RunningBot.StartAsync(SellingBot.Settings, billing.Replace);
        var owner = await bot.Control.CreateUserAsync("owner");
        var id = (await bot.Control.CreateGuildAsync("Guild", owner.Id)).Id;
        // Whichever reading comes next is never answered.
        await bot.Control.FailRestAsync(new RestFault(1, 0, PathContains: "/entitlements"));
        await bot.Control.BuyAsync(id, SellingBot.Pro);
        await bot.Control.PostAsync((await bot.Control.ChannelsAsync(id))[0].Id, owner.Id, "meanwhile");
        await bot.UntilCountedAsync(id, 1);
    }

    [Fact]
    public async Task What_a_user_bought_is_left_aside_and_what_is_not_known_is_handed_on()
    {
        var (id, owner, guild) = await GuildAsync();
        var others = selling.Billing.Asked.ToList();
        await Control.BuyForUserAsync(owner, (await Control.CreateSkuAsync("Personal", forGuilds: false)).Id);
        var other = await Control.CreateSkuAsync("Stickers");
        await Control.BuyAsync(id, other.Id);
        await guild.UntilAsync(e => e is [{ } only] && only.SkuId == (long)other.Id);
        selling.Billing.Asked.Should().BeEquivalentTo(others);
    }

    [Fact]
    public async Task What_was_bought_while_a_session_was_lost_is_found_when_the_next_begins()
    {
        var (id, _, guild) = await GuildAsync();
        await Control.BuyAsync(id, SellingBot.Pro, tell: false);
        await Control.FaultAsync("all", SessionFault.Invalidate);
        await guild.UntilAsync(e => e.Count == 1);
    }

    [Fact]
    public async Task A_lost_event_is_made_up_for_by_the_next_review()
    {
        var billing = new ScriptedBilling();
        await using var bot = await RunningBot.StartAsync(new(SellingBot.Settings) { ["Billing:DiscordReviewSeconds"] = "1" }, billing.Replace);
        var id = (await bot.Control.CreateGuildAsync("Guild")).Id;
        var guild = billing.Of(id);
        var bought = await bot.Control.BuyAsync(id, SellingBot.Pro, tell: false);
        await guild.UntilAsync(e => e.Count == 1);

        billing.DiscordGuilds.Add(id);
        await bot.Control.FailRestAsync(new RestFault(3, 503, PathContains: "/entitlements"));
        guild.FailNext(2);
        await bot.Control.RefundAsync(bought.Id, tell: false);
        await guild.UntilAsync(e => e.Count == 0);
    }

    [Fact]
    public async Task Where_nothing_is_sold_in_Discord_nothing_is_asked()
    {
        var billing = new ScriptedBilling();
        await using var bot = await RunningBot.StartAsync(new() { ["Billing:DiscordReadDelayMs"] = "0", ["Billing:DiscordReviewSeconds"] = "1" }, billing.Replace);
        var owner = await bot.Control.CreateUserAsync("owner");
        var id = (await bot.Control.CreateGuildAsync("Guild", owner.Id)).Id;
        // It would be answered to whoever asks, and is to nobody.
        await bot.Control.FailRestAsync(new RestFault(1, 500, PathContains: "/entitlements"));
        await bot.Control.BuyAsync(id, SellingBot.Pro);
        await bot.Control.PostAsync((await bot.Control.ChannelsAsync(id))[0].Id, owner.Id, "afterwards");
        await bot.UntilCountedAsync(id, 1);
        billing.Asked.Should().BeEmpty();
        (await FluentActions.Awaiting(() => bot.ReadAsync("applications/1000000000000000001/entitlements")).Should().ThrowAsync<HttpRequestException>("the prepared failure is still there")).Which
            .StatusCode.Should().Be(System.Net.HttpStatusCode.InternalServerError);
    }

    private async Task<(ulong Id, ulong Owner, ScriptedGuild Guild)> GuildAsync()
    {
        var owner = await Control.CreateUserAsync("owner");
        var guild = await Control.CreateGuildAsync("Guild", owner.Id);
        return (guild.Id, owner.Id, selling.Billing.Of(guild.Id));
    }

    private Task TellAsync(string name, ulong entitlementId, ulong guildId) => Control.DispatchAsync(
        name, JsonElement.Parse($$"""{"id":"{{entitlementId}}","sku_id":"{{SellingBot.Pro}}","guild_id":"{{guildId}}","type":8,"deleted":false}"""));
}
