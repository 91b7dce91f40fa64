using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Tests.Gateway;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Billing;

/// <summary>What is sold in the local Discord: who is told of it, and what its lists hold.</summary>
public sealed class StoreTests
{
    private static string Path(RunningEmulator emulator, string rest) => $"applications/{emulator.Options.ClientId}/{rest}";

    [Fact]
    public async Task Buying_ending_and_refunding_are_told_on_shard_0_alone_whatever_its_intents()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, _) = await emulator.SomeGuildAsync(id: 5UL << 22);
        await using var first = await emulator.IdentifyAsync(intents: 0, shard: 0, shards: 2);
        await using var second = await emulator.IdentifyAsync(intents: 1, shard: 1, shards: 2);
        var pro = (await emulator.Control.SkusAsync())[0];

        var bought = await emulator.Control.BuyAsync(guild.Id, pro.Id);
        var told = await first.EventAsync("ENTITLEMENT_CREATE");
        told.GetProperty("guild_id").GetString().Should().Be($"{guild.Id}");
        told.GetProperty("user_id").GetString().Should().Be($"{user.Id}");
        told.GetProperty("type").GetInt32().Should().Be(8);
        told.GetProperty("ends_at").ValueKind.Should().Be(JsonValueKind.Null);
        await emulator.Control.EndAsync(bought.Id, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        (await first.EventAsync("ENTITLEMENT_UPDATE")).GetProperty("ends_at").GetString().Should().Be("2030-01-01T00:00:00.000000+00:00");
        await emulator.Control.RefundAsync(bought.Id);
        (await first.EventAsync("ENTITLEMENT_DELETE")).GetProperty("deleted").GetBoolean().Should().BeTrue();

        await emulator.Control.DispatchAsync("SOMETHING", JsonElement.Parse("{}"));
        (await second.EventsUntilAsync("SOMETHING")).Should().NotContain(n => n.StartsWith("ENTITLEMENT", StringComparison.Ordinal), "the guild is of this shard, its entitlements are not told there");
    }

    [Fact]
    public async Task A_lost_event_is_told_to_nobody_and_the_list_holds_what_is()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, _, _) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        var pro = (await emulator.Control.SkusAsync())[0].Id;
        var bought = await emulator.Control.BuyAsync(guild.Id, pro, tell: false);
        (await ListAsync(emulator, "")).Should().Equal(bought.Id);
        await emulator.Control.EndAsync(bought.Id, DateTimeOffset.UnixEpoch, tell: false);
        (await ListAsync(emulator, "?exclude_ended=true")).Should().BeEmpty();
        await emulator.Control.RefundAsync(bought.Id, tell: false);
        (await ListAsync(emulator, "")).Should().BeEmpty("deleted ones are left out by default");
        (await ListAsync(emulator, "?exclude_deleted=false")).Should().Equal(bought.Id);

        await emulator.Control.DispatchAsync("SOMETHING", JsonElement.Parse("{}"));
        (await probe.EventsUntilAsync("SOMETHING")).Should().NotContain(n => n.StartsWith("ENTITLEMENT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_is_newest_first_and_filtered_by_owner_sku_and_position()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => (o.Clock, o.RateLimits) = (clock, false));
        var (guild, user, _) = await emulator.SomeGuildAsync();
        var other = (await emulator.SomeGuildAsync("Other")).Guild;
        var (pro, business) = ((await emulator.Control.SkusAsync())[0].Id, (await emulator.Control.SkusAsync())[1].Id);
        var personal = (await emulator.Control.CreateSkuAsync("Personal", forGuilds: false)).Id;
        var a = (await emulator.Control.BuyAsync(guild.Id, pro)).Id;
        var b = (await emulator.Control.BuyAsync(guild.Id, business, clock.GetUtcNow().AddDays(1))).Id;
        var c = (await emulator.Control.BuyAsync(other.Id, pro)).Id;
        var d = (await emulator.Control.BuyForUserAsync(user.Id, personal)).Id;

        (await ListAsync(emulator, "")).Should().Equal(d, c, b, a);
        (await ListAsync(emulator, $"?guild_id={guild.Id}")).Should().Equal(b, a);
        (await ListAsync(emulator, $"?user_id={user.Id}&sku_ids={personal}")).Should().Equal(d);
        (await ListAsync(emulator, $"?sku_ids={pro},{business}")).Should().Equal(c, b, a);
        (await ListAsync(emulator, $"?before={c}")).Should().Equal(b, a);
        (await ListAsync(emulator, $"?after={b}&limit=1")).Should().Equal(d);
        clock.Advance(TimeSpan.FromDays(2));
        (await ListAsync(emulator, $"?guild_id={guild.Id}&exclude_ended=true")).Should().Equal(a);
        (await emulator.CallAsync(HttpMethod.Get, Path(emulator, "entitlements?limit=101"))).Body.GetProperty("code").GetInt32().Should().Be(50035);
        (await emulator.CallAsync(HttpMethod.Get, Path(emulator, "entitlements?guild_id=x"))).Body.GetProperty("code").GetInt32().Should().Be(50035);
        (await emulator.CallAsync(HttpMethod.Get, $"applications/{guild.Id}/entitlements")).Body.GetProperty("code").GetInt32().Should().Be(10002);
    }

    [Fact]
    public async Task Test_entitlements_come_and_go_by_REST_and_bought_ones_do_not()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, _, _) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(intents: 0);
        var (_, skus) = await emulator.CallAsync(HttpMethod.Get, Path(emulator, "skus"));
        skus[0].GetProperty("flags").GetInt32().Should().Be(4 | 128, "available, for guilds");
        var sku = skus[0].GetProperty("id").GetString()!;

        var (status, made) = await emulator.CallAsync(HttpMethod.Post, Path(emulator, "entitlements"), new { sku_id = sku, owner_id = $"{guild.Id}", owner_type = 1 });
        status.Should().Be(200);
        made.GetProperty("user_id").GetString().Should().Be($"{emulator.Options.ClientId}");
        (await probe.EventAsync("ENTITLEMENT_CREATE")).GetProperty("guild_id").GetString().Should().Be($"{guild.Id}");
        var one = Path(emulator, $"entitlements/{made.GetProperty("id").GetString()}");
        (await emulator.CallAsync(HttpMethod.Get, one)).Body.GetProperty("starts_at").ValueKind.Should().Be(JsonValueKind.Null);
        (await emulator.CallAsync(HttpMethod.Delete, one)).Status.Should().Be(204);
        await probe.EventAsync("ENTITLEMENT_DELETE");
        (await emulator.CallAsync(HttpMethod.Delete, one)).Body.GetProperty("code").GetInt32().Should().Be(10029);

        var bought = await emulator.Control.BuyAsync(guild.Id, ulong.Parse(sku, CultureInfo.InvariantCulture));
        (await emulator.CallAsync(HttpMethod.Delete, Path(emulator, $"entitlements/{bought.Id}"))).Status.Should().Be(404);
        (await emulator.CallAsync(HttpMethod.Post, Path(emulator, "entitlements"), new { sku_id = "1", owner_id = $"{guild.Id}", owner_type = 1 })).Body.GetProperty("code").GetInt32().Should().Be(10027);
        (await emulator.CallAsync(HttpMethod.Post, Path(emulator, "entitlements"), new { sku_id = sku, owner_id = $"{guild.Id}", owner_type = 2 })).Body.GetProperty("code").GetInt32().Should().Be(50035);
    }

    [Fact]
    public async Task An_interaction_carries_what_its_guild_and_user_have_now()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => (o.Clock, o.RateLimits) = (clock, false));
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        var other = (await emulator.SomeGuildAsync("Other")).Guild;
        await emulator.CallAsync(HttpMethod.Put, Path(emulator, "commands"), new[] { new { name = "rank", description = "Shows a rank" } });
        var pro = (await emulator.Control.SkusAsync())[0].Id;
        var held = await emulator.Control.BuyAsync(guild.Id, pro);
        await emulator.Control.BuyAsync(guild.Id, pro, endsAt: clock.GetUtcNow());
        await emulator.Control.BuyAsync(other.Id, pro);
        await emulator.Control.RefundAsync((await emulator.Control.BuyAsync(guild.Id, pro)).Id);

        await using var probe = await emulator.IdentifyAsync(intents: 1);
        await emulator.Control.RunCommandAsync(channel.Id, user.Id, "rank");
        var asked = await probe.EventAsync("INTERACTION_CREATE");
        asked.GetProperty("entitlements").EnumerateArray().Select(e => e.GetProperty("id").GetString()).Should().Equal($"{held.Id}");
        asked.GetProperty("entitlement_sku_ids").EnumerateArray().Select(e => e.GetString()).Should().Equal($"{pro}");
    }

    [Fact]
    public async Task With_a_data_folder_a_restart_knows_what_was_sold()
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        try
        {
            ulong bought;
            await using (var emulator = await RunningEmulator.StartAsync(o => o.DataFolder = folder))
            {
                var (guild, _, _) = await emulator.SomeGuildAsync();
                bought = (await emulator.Control.BuyAsync(guild.Id, (await emulator.Control.CreateSkuAsync("Gold", id: 77)).Id)).Id;
            }

            await using var again = await RunningEmulator.StartAsync(o => o.DataFolder = folder);
            (await again.Control.SkusAsync()).Select(s => s.Name).Should().BeEquivalentTo("Gold", "Pro", "Business");
            (await ListAsync(again, "?sku_ids=77")).Should().Equal(bought);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{"type":2,"style":6,"sku_id":"5"}""", null)]
    [InlineData("""{"type":2,"style":6}""", "sku_id")]
    [InlineData("""{"type":2,"style":6,"sku_id":"5","label":"Buy"}""", "label")]
    [InlineData("""{"type":2,"style":6,"sku_id":"5","custom_id":"buy"}""", "custom_id")]
    [InlineData("""{"type":2,"style":5,"label":"Go","url":"https://example.com"}""", null)]
    [InlineData("""{"type":2,"style":5,"label":"Go","url":"https://example.com","sku_id":"5"}""", "sku_id")]
    [InlineData("""{"type":2,"style":1,"label":"More","custom_id":"more"}""", null)]
    [InlineData("""{"type":2,"style":1,"label":"More"}""", "custom_id")]
    [InlineData("""{"type":2,"style":7,"custom_id":"more"}""", "style")]
    public async Task A_button_has_what_its_style_needs_and_nothing_of_the_others(string button, string? wrong)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, _, channel) = await emulator.SomeGuildAsync();
        var message = JsonElement.Parse($$"""{"content":"x","components":[{"type":1,"components":[{{button}}]}]}""");
        var (status, body) = await emulator.CallAsync(HttpMethod.Post, $"channels/{channel.Id}/messages", message);
        status.Should().Be(wrong is null ? 200 : 400);
        if (wrong is not null)
            body.GetProperty("errors").GetProperty("components").GetProperty("0").GetProperty("components").GetProperty("0").TryGetProperty(wrong, out _).Should().BeTrue(body.GetRawText());
    }

    private static async Task<IReadOnlyList<ulong>> ListAsync(RunningEmulator emulator, string query)
    {
        var (status, list) = await emulator.CallAsync(HttpMethod.Get, Path(emulator, "entitlements" + query));
        status.Should().Be(200);
        return [.. list.EnumerateArray().Select(e => ulong.Parse(e.GetProperty("id").GetString()!, CultureInfo.InvariantCulture))];
    }
}
