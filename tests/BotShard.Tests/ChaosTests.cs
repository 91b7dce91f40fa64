using CommunityIntel.Chaos.Faults;
using CommunityIntel.Chaos.Runs;

namespace CommunityIntel.BotShard.Tests;

/// <summary>A short run of <c>./dev chaos</c>: every row of the database against the ledger of what was delivered.</summary>
[Collection(Processes.OneAtATime), Trait(Processes.Part, Processes.Apart)]
public sealed class ChaosTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_stored_is_what_was_delivered_whatever_breaks()
    {
        var options = new ChaosOptions
        {
            Duration = TimeSpan.FromSeconds(40), Seed = 11, Rate = 300, Guilds = 60, Silos = 2, Workers = 2, Webs = 0, Shards = 4,
            Faults =
            [
                FaultKind.KillSilo, FaultKind.RestartSilo, FaultKind.CutSilo, FaultKind.KillWorker, FaultKind.RestartWorker, FaultKind.CutWorker,
                FaultKind.KillPostgres, FaultKind.Drop, FaultKind.Garble, FaultKind.Repeat,
            ],
        };

        var report = await new ChaosRun(options, TextWriter.Null).RunAsync(Cancellation);

        report.IsGreen.Should().BeTrue("{0}", report);
        report.StrictGuilds.Should().Be(options.Guilds);
        report.Messages.Should().BePositive();
    }

    [Fact]
    public void A_schedule_is_a_pure_function_of_seed_duration_and_kinds()
    {
        var one = Schedule.Make(5, TimeSpan.FromMinutes(5), Faults.All);

        Schedule.Make(5, TimeSpan.FromMinutes(5), Faults.All).Should().Equal(one);
        Schedule.Make(6, TimeSpan.FromMinutes(5), Faults.All).Should().NotEqual(one);
        one.Select(f => f.Kind).Take(Faults.All.Count).Should().BeEquivalentTo(Faults.All, "each comes once before any comes again");
    }

    [Fact]
    public void Faults_are_known_by_name()
    {
        Faults.Parse("kill-silo, rest-429").Should().Equal(FaultKind.KillSilo, FaultKind.Rest429);
        Faults.Parse("all").Should().BeEquivalentTo(Faults.All);
        Faults.Parse("none").Should().BeEmpty();
        Faults.Parse("kill-cat").Should().BeNull();
    }
}
