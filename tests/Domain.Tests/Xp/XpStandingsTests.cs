using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpStandingsTests
{
    private const int Many = 6_000;

    [Fact]
    public void Whatever_moves_the_counts_stay_those_of_a_sorted_list()
    {
        // Few different values: most members are equal to many others.
        var moves = Gen.Zip(Gen.Choose(1, Many), Gen.Choose(-1, 40)).ListOf(300);
        Prop.ForAll(Gen.Zip(Gen.Choose(0, Many), moves).ToArbitrary(), p =>
        {
            var members = Enumerable.Range(1, p.Item1).ToDictionary(id => (long)id, id => (long)id % 7);
            var standings = Read(members);
            foreach (var (id, xp) in p.Item2)
            {
                long? before = members.TryGetValue(id, out var known) ? known : null;
                long? after = xp < 0 ? null : xp;
                standings.Move(id, before, after);
                if (after is { } a) members[id] = a;
                else members.Remove(id);
            }

            MustAgree(standings, members);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_crowded_stretch_is_cut_and_nobody_changes_place()
    {
        var members = Enumerable.Range(1, 3_000).ToDictionary(id => (long)id, id => 100_000L - id);
        var standings = Read(members);
        for (var id = 10_001; id <= 17_500; id++)
        {
            standings.Move(id, null, 98_500);
            members[id] = 98_500;
            Cut(standings, members);
        }

        standings.Crowded.Should().BeNull();
        standings.Stretches.Should().BeGreaterThan(7);
        MustAgree(standings, members);
    }

    [Fact]
    public void Of_equal_XP_the_lower_id_is_ahead() =>
        new[] { new XpStanding(5, 9), new XpStanding(6, 8), new XpStanding(5, 3) }.Order(XpStanding.BestFirst)
            .Should().Equal(new XpStanding(6, 8), new XpStanding(5, 3), new XpStanding(5, 9));

    [Fact]
    public void Ends_that_do_not_belong_together_are_refused()
    {
        FluentActions.Invoking(() => new XpStandings([], XpStandings.Step)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new XpStandings([new XpStanding(1, 1), new XpStanding(2, 1)], 2 * XpStandings.Step)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new XpStandings([], 5).Cut(new XpStretch(7, null), new XpStanding(1, 1))).Should().Throw<ArgumentException>();
    }

    private static XpStandings Read(Dictionary<long, long> members)
    {
        var sorted = Sorted(members);
        return new XpStandings([.. Enumerable.Range(1, sorted.Count / XpStandings.Step).Select(i => sorted[(i * XpStandings.Step) - 1])], sorted.Count);
    }

    private static List<XpStanding> Sorted(Dictionary<long, long> members) => [.. members.Select(m => new XpStanding(m.Value, m.Key)).Order(XpStanding.BestFirst)];

    private static void Cut(XpStandings standings, Dictionary<long, long> members)
    {
        while (standings.Crowded is { } crowded) standings.Cut(crowded, Sorted(members)[crowded.Ahead + XpStandings.Step - 1]);
    }

    private static void MustAgree(XpStandings standings, Dictionary<long, long> members)
    {
        var sorted = Sorted(members);
        standings.Total.Should().Be(sorted.Count);
        for (var place = 0; place < sorted.Count; place++)
        {
            var stretch = standings.StretchOf(sorted[place]);
            var first = stretch.After is { } after ? sorted.FindLastIndex(s => XpStanding.BestFirst.Compare(s, after) <= 0) + 1 : 0;
            if (stretch.Ahead != first || place - first > XpStandings.MostInStretch + 300) Assert.Fail($"place {place}: {stretch} begins at {first}");
            place += 13;
        }

        foreach (var skip in new[] { 0, 1, XpStandings.Step - 1, XpStandings.Step, sorted.Count / 2, Math.Max(0, sorted.Count - 1), sorted.Count + 10 })
        {
            var stretch = standings.StretchBehind(skip);
            stretch.Ahead.Should().BeLessThanOrEqualTo(skip);
            if (skip < sorted.Count) standings.StretchOf(sorted[skip]).Should().Be(stretch);
        }
    }
}
