using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.Lab.Network;

namespace CommunityIntel.BotShard.Tests.Shards;

public sealed class SilentGatewayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_that_takes_everything_and_answers_nothing_is_given_up_for_another_connection()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 2 }, Cancellation, hasGatewayLine: true);
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.UntilSpreadAsync(2, workers: 1, Cancellation);

        // Every connection that there is, and none that comes.
        var isThere = true;
        cluster.GatewayLine.Suffer(new Outage(isSilent: true, (_, _) => isThere));
        isThere = false;

        await Polling.UntilAsync(async () => await AnswersAsync(cluster), Cancellation);
        await cluster.UntilSpreadAsync(2, workers: 1, Cancellation);
        (await cluster.IdentifiesAsync()).Should().Be(2, "its sessions were kept");
    }

    private static async Task<bool> AnswersAsync(WorkerCluster cluster)
    {
        try
        {
            await cluster.Directory.GetPlanAsync().WaitAsync(TimeSpan.FromSeconds(4), Cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
