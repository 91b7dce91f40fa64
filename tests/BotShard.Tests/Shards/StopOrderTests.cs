using CommunityIntel.BotShard.Shards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityIntel.BotShard.Tests.Shards;

public sealed class StopOrderTests
{
    [Fact]
    public void Shards_are_handed_over_before_anything_else_of_a_worker_stops()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddCommunityIntelBotShard();

        // Services stop one after the other, the last one first; one that waits for a call delays all before it.
        var first = builder.Services.Last(service => service.ServiceType == typeof(IHostedService));
        first.ImplementationFactory!.GetType().GenericTypeArguments.Should().EndWith(typeof(BotWorker));
    }
}
