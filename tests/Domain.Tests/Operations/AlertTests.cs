using CommunityIntel.Domain.Operations;

namespace CommunityIntel.Domain.Tests.Operations;

public sealed class AlertTests
{
    private static readonly DeploymentFigures Calm = new(3, 1_000, 900, 1, 0, new Dictionary<string, long>(), new(79, 100), new(80, 100), 0.1, 0, 0, 0, 0, new(80, 100), new(80, 100), 78_00, 78_00);

    private static readonly ServiceMinutes Good = new(5, 5, 1_000, 10, Took(0.1, 950).With(Took(2, 50)), 1_000, 5, 0);

    private static readonly DeploymentState Quiet = new(Good, Good with { Minutes = 60, UpMinutes = 60 }, Good with { Minutes = 1_440, UpMinutes = 1_440 }, [new(0.8, 0.7)], Calm);

    [Fact]
    public void At_its_objectives_nothing_fires() => Alerts.Of(Quiet).Should().BeEmpty();

    public static TheoryData<string, Severity, DeploymentState> JustOver() => new()
    {
        { "BotDown", Severity.Critical, Quiet with { LastMinutes = Good with { UpMinutes = 0 } } },
        { "DatabaseUnreachable", Severity.Critical, Quiet with { Figures = null } },
        { "CommandErrorsCritical", Severity.Critical, Quiet with { LastMinutes = Good with { CommandErrors = 101 } } },
        { "PageErrorsCritical", Severity.Critical, Quiet with { LastMinutes = Good with { PageErrors = 101 } } },
        { "CommandLatencyCritical", Severity.Critical, Quiet with { LastMinutes = Good with { CommandSeconds = Took(0.1, 949).With(Took(10.1, 51)) } } },
        { "UptimeLow", Severity.Important, Quiet with { LastDay = Quiet.LastDay with { UpMinutes = 1_425 } } },
        { "TrafficNearLimit", Severity.Important, Quiet with { Figures = Calm with { Traffic = new(80.1, 100) } } },
        { "DatabaseNearLimit", Severity.Important, Quiet with { Figures = Calm with { DatabaseBytes = new(80.1, 100) } } },
        { "ModelRequestsNearLimit", Severity.Important, Quiet with { Figures = Calm with { ModelRequests = new(80.1, 100) } } },
        { "CommandLatencyHigh", Severity.Informative, Quiet with { LastHour = Quiet.LastHour with { CommandSeconds = Took(0.1, 949).With(Took(2.1, 51)) } } },
        { "CommandErrorsHigh", Severity.Informative, Quiet with { LastHour = Quiet.LastHour with { CommandErrors = 11 } } },
        { "PageErrorsHigh", Severity.Informative, Quiet with { LastHour = Quiet.LastHour with { PageErrors = 6 } } },
        { "MemoryHigh", Severity.Informative, Quiet with { Processes = [new(0.2, 0.1), new(0.81, 0.1)] } },
        { "CpuHigh", Severity.Informative, Quiet with { Processes = [new(0.2, 0.9), new(0.2, 0.51)] } },
        { "MembersGrowing", Severity.Informative, Quiet with { Figures = Calm with { Members = 1_081 } } },
        { "CostsOverBudget", Severity.Informative, Quiet with { Figures = Calm with { CostMinor = 78_01 } } },
        { "SimpleQuerySlow", Severity.Informative, Quiet with { Figures = Calm with { PingSeconds = 0.101 } } },
        { "ConnectionsHigh", Severity.Informative, Quiet with { Figures = Calm with { Connections = new(81, 100) } } },
    };

    [Theory, MemberData(nameof(JustOver))]
    public void Just_over_a_threshold_one_fires(string name, Severity severity, DeploymentState state) =>
        Alerts.Of(state).Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.Name == name && alert.Severity == severity);

    [Fact]
    public void What_is_not_known_fires_nothing()
    {
        var none = new DeploymentState(ServiceMinutes.None, ServiceMinutes.None, ServiceMinutes.None, [], Calm with { MembersWeekAgo = null, Traffic = default, DatabaseBytes = default, BudgetMinor = 0 });
        Alerts.Of(none).Should().BeEmpty();
        Alerts.Of(Quiet with { LastMinutes = Good with { Commands = 19, CommandErrors = 19 } }).Should().BeEmpty("a share of so few says nothing");
    }

    [Fact]
    public void The_most_urgent_comes_first() =>
        Alerts.Of(Quiet with { Figures = Calm with { PingSeconds = 9, Traffic = new(9, 10) }, LastMinutes = Good with { UpMinutes = 0 } }).Select(alert => alert.Severity).Should()
            .Equal(Severity.Critical, Severity.Important, Severity.Informative);

    [Theory, InlineData(0.05, 0), InlineData(0.051, 1), InlineData(2, 6), InlineData(2.001, 7), InlineData(10, 10), InlineData(11, 11)]
    public void A_time_counts_where_its_bound_is(double seconds, int place) => LatencyCounts.PlaceOf(seconds).Should().Be(place);

    [Fact]
    public void Nineteen_in_twenty_are_within_the_bound_that_is_told()
    {
        LatencyCounts.None.Within(0.95).Should().BeNull();
        Took(0.3, 95).With(Took(4, 5)).Within(0.95).Should().Be(0.5);
        Took(0.3, 94).With(Took(4, 6)).Within(0.95).Should().Be(5);
        Took(61, 1).Within(0.95).Should().Be(900);
        Took(9_999, 1).Within(0.95).Should().Be(900, "a number that can be written");
    }

    private static LatencyCounts Took(double seconds, int count)
    {
        var counts = new int[LatencyCounts.Bounds.Count + 1];
        counts[LatencyCounts.PlaceOf(seconds)] = count;
        return new LatencyCounts(counts);
    }
}
