using CommunityIntel.BotShard.Tests.Shards;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.BotShard.Tests.Billing;

/// <summary>Purchases of which nobody was told: whoever gets shard 0 finds them.</summary>
public sealed class FirstShardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_starts_with_shard_0_or_takes_it_over_finds_what_was_bought_and_refunded_meanwhile()
    {
        var billing = new ScriptedBilling();
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 2 }, Cancellation);
        var (early, late) = ((await cluster.Control.CreateGuildAsync("Early")).Id, (await cluster.Control.CreateGuildAsync("Late")).Id);
        var bought = await cluster.Control.BuyAsync(early, SellingBot.Pro, tell: false);

        await StartAsync("one");
        await billing.Of(early).UntilAsync(e => e.Count == 1);
        await StartAsync("two");
        await cluster.UntilSpreadAsync(2, workers: 2, Cancellation);

        billing.DiscordGuilds.Add(early);
        await cluster.Control.RefundAsync(bought.Id, tell: false);
        await cluster.Control.BuyAsync(late, SellingBot.Business, tell: false);
        await cluster.StopWorkerAsync(cluster.OwnedBy("one").Any(s => s.Id == 0) ? "one" : "two", Cancellation);
        await billing.Of(late).UntilAsync(e => e.Count == 1);
        await billing.Of(early).UntilAsync(e => e.Count == 0);

        Task StartAsync(string name) => cluster.StartWorkerAsync(name, Cancellation, SellingBot.Settings, billing.Replace);
    }
}
