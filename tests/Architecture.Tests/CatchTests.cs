using System.Text.RegularExpressions;

namespace CommunityIntel.Architecture.Tests;

/// <summary>
/// Catching everything is for places that must outlive any failure. A filter that names the types it means, or asks a
/// predicate about the exception, catches something and is fine anywhere; so is a block that undoes and throws on.
/// </summary>
public sealed partial class CatchTests
{
    private enum Place
    {
        ShardLoop,
        WebhookEndpoint,
        HostedLoop,
        ErrorBoundary,
    }

    /// <summary>A file that is one of the four places, and which. Add a line here with the code that needs it.</summary>
    private static readonly Dictionary<string, Place> Allowed = new()
    {
        ["src/BotShard/Billing/EntitlementReview.cs"] = Place.HostedLoop,
        ["src/BotShard/Billing/EntitlementWatch.cs"] = Place.HostedLoop,
        ["src/BotShard/Commands/Interactions.cs"] = Place.HostedLoop,
        ["src/BotShard/Outbox/OutboxSender.cs"] = Place.HostedLoop,
        ["src/BotShard/Shards/BotWorker.cs"] = Place.HostedLoop,
        ["src/BotShard/Shards/ClusterIdentifyQueue.cs"] = Place.ShardLoop,
        ["src/BotShard/Gaps/DeafnessWatch.cs"] = Place.HostedLoop,
        ["src/BotShard/Gaps/GapFiller.cs"] = Place.HostedLoop,
        ["src/BotShard/Invites/InviteWatch.cs"] = Place.HostedLoop,
        ["src/BotShard/Shards/ShardWorker.cs"] = Place.ShardLoop,
        ["src/Discord/Gateway/DiscordGatewayClient.cs"] = Place.ShardLoop,
        ["src/DiscordEmulator/Communities/CommunityLife.cs"] = Place.HostedLoop,
        ["src/Storage/Guilds/GroupCommit.cs"] = Place.HostedLoop,
        ["src/Telemetry/Operations/ProcessReporter.cs"] = Place.HostedLoop,
        ["src/Web/Guilds/LiveGuild.cs"] = Place.HostedLoop,
    };

    [Fact]
    public void Everything_is_caught_in_four_kinds_of_places_only()
    {
        Sources.Under("src", ".cs", ".razor").Where(file => CatchesEverything().IsMatch(Sources.Text(file)))
            .Should().BeSubsetOf(Allowed.Keys);
    }

    [Theory]
    [InlineData("catch (Exception)", true)]
    [InlineData("catch (Exception e)", true)]
    [InlineData("catch (System.Exception e)", true)]
    [InlineData("catch\n{", true)]
    [InlineData("catch { }", true)]
    [InlineData("catch (Exception e) when (!stopping.IsCancellationRequested)", true)]
    [InlineData("catch (Exception e) when (e is IOException or TimeoutException)", false)]
    [InlineData("catch (Exception outage) when (Outages.IsOutage(outage))", false)]
    [InlineData("catch (Exception e) when (IsUnreachable(e, ct) && ++failures < 3)", false)]
    [InlineData("catch\n{\n    Release(bucket);\n    throw;\n}", false)]
    [InlineData("catch (IOException)", false)]
    public void A_catch_of_everything_is_recognised(string code, bool everything)
    {
        CatchesEverything().IsMatch(code).Should().Be(everything);
    }

    // A block that ends in "throw;" undoes something and lets the failure go on. A filter names the exception first.
    [GeneratedRegex(
        @"\bcatch\s*(\{(?![^{}]*\bthrow;\s*\})|\(\s*(System\.)?Exception\s*\)"
        + @"|\(\s*(System\.)?Exception\s+(?<name>\w+)\s*\)(?!\s*when\s*\(\s*(\k<name>\s+is\s|[\w.]+\(\s*\k<name>\b)))")]
    private static partial Regex CatchesEverything();
}
