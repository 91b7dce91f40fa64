using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Operations;

namespace CommunityIntel.Grains.Tests.Operations;

public sealed class OperationsGrainTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly Actor Operator = new(7, "operator", ActorSource.Dashboard);

    private IOperationsGrain Grain => silo.Grains.GetGrain<IOperationsGrain>(0);

    [Fact]
    public async Task What_processes_did_is_counted_once_and_outlives_whoever_counts()
    {
        var report = Report("bot-1", 1, commands: 40, errors: 1);
        await Grain.ReportAsync(report);
        await Grain.ReportAsync(report);
        await Grain.ReportAsync(Report("bot-1", 2, commands: 2, errors: 0));
        await CountAsync();
        await Eventually.Holds(async () => await CommandsAsync() == 42);
        await RunningSilo.DeactivateAsync(Grain);

        (await Grain.GetStateAsync()).Processes.Should().BeEmpty("processes tell again by themselves");
        await Eventually.Holds(async () => (await Grain.GetStateAsync()).Signals.Single(signal => signal.Kind == SignalKind.Errors).Value is { } share && Math.Abs(share - (1 / 42.0)) < 1e-9);
        (await CommandsAsync()).Should().Be(42);
    }

    [Fact]
    public async Task A_process_of_the_same_name_that_starts_anew_is_heard()
    {
        await Grain.ReportAsync(Report("bot-2", 9, 0, 0));
        await Grain.ReportAsync(Report("bot-2", 1, 0, 0) with { StartedAt = silo.Clock.GetUtcNow().AddMinutes(1), Version = "next" });
        (await Grain.GetStateAsync()).Processes.Should().Contain(process => process.Name == "bot-2" && process.Version == "next");
    }

    [Fact]
    public async Task Figures_are_of_the_whole_database()
    {
        await silo.Database.ExecuteAsync(
            """
            INSERT INTO guilds (guild_id, name, owner_id, preferred_locale, member_count, bot_present, time_zone)
            VALUES (901, 'a', 1, 'en-US', 30, true, 'UTC'), (902, 'b', 1, 'en-US', 12, true, 'UTC'), (903, 'left', 1, 'en-US', 500, false, 'UTC');
            INSERT INTO entitlements (guild_id, plan, by_source, version) VALUES (901, 3, 1, 1), (902, 1, 2, 1);
            INSERT INTO stripe_events (event_id, type, customer_id, payer_id, is_live, created_at, received_at, try_at)
            SELECT id, 'invoice.paid', 'cus_1', 1, live, now(), now() - ago, now() + interval '1 day'
            FROM (VALUES ('evt_waits', false, interval '1 hour'), ('evt_just_came', false, interval '1 minute'), ('evt_of_live', true, interval '1 hour')) AS e (id, live, ago);
            INSERT INTO operations_days (date, guilds, members, paying_guilds, database_bytes) VALUES ((now() AT TIME ZONE 'UTC')::date - 7, 1, 20, 0, 1);
            """);
        await CountAsync();
        var figures = (await Grain.GetStateAsync()).Figures!;
        (figures.Guilds, figures.Members, figures.PayingGuilds, figures.EnterpriseGuilds).Should().Be((2, 42, 1, 1));
        figures.StripeEventsOpen.Should().Be(1, "of the mode in use, and not those that just came");
        figures.WeeklyGrowth.Should().BeApproximately(1.1, 1e-9);
        figures.DatabaseBytes.Value.Should().BeGreaterThan(1_000_000);
        figures.Connections.Value.Should().BeGreaterThan(0).And.BeLessThan(figures.Connections.Limit);
        (await Grain.GetStateAsync()).Alerts.Should().Contain(alert => alert.Name == "MembersGrowing");
        (await silo.Database.ScalarAsync<long>("SELECT members FROM operations_days WHERE date = (now() AT TIME ZONE 'UTC')::date")).Should().Be(42);
    }

    [Fact]
    public async Task Of_two_who_save_the_second_is_told_and_changes_nothing()
    {
        var first = await Grain.GetSettingsAsync();
        (await Grain.SaveSettingsAsync(first with { BudgetMinor = 1 }, Operator)).Should().BeTrue();
        (await Grain.SaveSettingsAsync(first with { BudgetMinor = 2 }, Operator)).Should().BeFalse();
        await RunningSilo.DeactivateAsync(Grain);
        (await Grain.GetSettingsAsync()).BudgetMinor.Should().Be(1);
    }

    [Fact]
    public async Task Never_saved_the_prices_are_the_guides_and_saved_ones_are_kept_to_the_cent()
    {
        var settings = await Grain.GetSettingsAsync();
        (await Grain.SaveSettingsAsync(settings with { Prices = [new(Phase.Ten, CostItem.Bot, 7_77), new(Phase.Fifty, CostItem.Models, 0)], DatabaseLimitBytes = 8_000_000_000 }, Operator)).Should().BeTrue();
        var saved = await Grain.GetSettingsAsync();
        (saved.Costs().Of(Phase.Ten), saved.Costs().Of(Phase.Fifty), saved.DatabaseLimitBytes).Should().Be((7_77, 0, 8_000_000_000));
        saved.Version.Should().Be(settings.Version + 1);
    }

    // Saving counts at once, as a minute's end does.
    private async Task CountAsync()
    {
        while (!await Grain.SaveSettingsAsync(await Grain.GetSettingsAsync(), Operator)) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    private Task<long> CommandsAsync() => silo.Database.ScalarAsync<long>("SELECT coalesce(sum(commands), 0)::bigint FROM operations_minutes");

    private ProcessReport Report(string name, long sequence, int commands, int errors)
    {
        var counts = LatencyCounts.None.Counts.ToArray();
        counts[0] = commands;
        return new ProcessReport(name, ProcessKind.Bot, silo.Clock.GetUtcNow().Date, sequence, "1", 50, 100, 0.1, commands, errors, counts, 0, 0, 0);
    }
}
