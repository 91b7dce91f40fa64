using CommunityIntel.Domain.Lifecycle;

namespace CommunityIntel.Domain.Tests.Lifecycle;

public sealed class ToldStagesTests
{
    private const int Most = 18;

    private static readonly LifecycleStage[] Here = [LifecycleStage.New, LifecycleStage.Regular, LifecycleStage.Active, LifecycleStage.Returning];
    private static readonly LifecycleStage[] Away = [LifecycleStage.Paused, LifecycleStage.Gone];

    [Fact]
    public void Large_numbers_and_none_are_told_as_they_are()
    {
        ToldStages.Of(Counts(5, 0, 60, 7, 0, 900)).Values.Should().OnlyContain(stage => stage.Telling == Telling.Plain).And.HaveCount(6);
        ToldStages.Of(Counts(0, 0, 0, 0, 0, 0)).Values.Should().OnlyContain(stage => stage.People == 0);
    }

    [Fact]
    public void A_small_number_is_told_within_the_sum_of_a_stage_beside_it()
    {
        var told = ToldStages.Of(Counts(12, 30, 60, 2, 3, 100));

        told[LifecycleStage.Returning].Should().Be(new ToldStage(Telling.TooFew, null, LifecycleStage.Active));
        told[LifecycleStage.Active].Should().Be(new ToldStage(Telling.Together, 62));
        told[LifecycleStage.Paused].Should().Be(new ToldStage(Telling.TooFew, null, LifecycleStage.Gone));
        told[LifecycleStage.Gone].Should().Be(new ToldStage(Telling.Together, 103));
        (told[LifecycleStage.New].People, told[LifecycleStage.Regular].People).Should().Be((12, 30));
    }

    [Fact]
    public void Where_one_stage_is_too_small_to_hide_another_a_third_takes_both()
    {
        var told = ToldStages.Of(Counts(0, 40, 5, 1, 0, 0));

        told[LifecycleStage.Active].Should().Be(new ToldStage(Telling.Within, null, LifecycleStage.Regular));
        told[LifecycleStage.Regular].Should().Be(new ToldStage(Telling.Together, 46));
    }

    [Fact]
    public void A_handful_of_people_is_not_told_apart_at_all()
    {
        var told = ToldStages.Of(Counts(0, 3, 5, 0, 0, 9));

        Here.Should().OnlyContain(stage => told[stage] == new ToldStage(Telling.Withheld, null, null));
        told[LifecycleStage.Gone].People.Should().Be(9);
    }

    [Fact]
    public void No_stage_that_is_not_known_yet_takes_anybody_up()
    {
        var told = ToldStages.Of(new Dictionary<LifecycleStage, int> { [LifecycleStage.New] = 2, [LifecycleStage.Regular] = 0, [LifecycleStage.Active] = 20 });

        told.Keys.Should().BeEquivalentTo([LifecycleStage.New, LifecycleStage.Regular, LifecycleStage.Active]);
        told[LifecycleStage.Active].People.Should().Be(22);
    }

    /// <summary>Every way in which so many people can be spread: whoever sees what is told, and knows the sum of all besides, is left with more than one number for each stage that is not told.</summary>
    [Fact]
    public void What_is_not_told_cannot_be_worked_out_from_the_rest_and_the_total()
    {
        foreach (var stages in (LifecycleStage[][])[Here, [.. Here.Take(3)], Away])
        {
            var possible = new Dictionary<string, HashSet<int>[]>();
            foreach (var counts in Spreads(stages.Length))
            {
                var seen = Seen(stages, counts);
                if (!possible.TryGetValue(seen, out var values)) possible[seen] = values = [.. stages.Select(_ => new HashSet<int>())];
                for (var i = 0; i < stages.Length; i++) values[i].Add(counts[i]);
            }

            // What is near the largest number that was tried would have others beyond it.
            foreach (var counts in Spreads(stages.Length).Where(counts => counts.Max() < Most - 8))
            {
                var (told, values) = (Told(stages, counts), possible[Seen(stages, counts)]);
                for (var i = 0; i < stages.Length; i++)
                {
                    if (told[stages[i]].Telling != Telling.Plain && values[i].Count < 2)
                        Assert.Fail($"{string.Join(' ', counts)} tells that {stages[i]} is {counts[i]}");
                    if (counts[i] is > 0 and < ToldStages.Fewest && told[stages[i]].People is not null)
                        Assert.Fail($"{string.Join(' ', counts)} tells a small number");
                }
            }
        }
    }

    private static string Seen(LifecycleStage[] stages, int[] counts) => string.Join(';', Told(stages, counts).OrderBy(t => t.Key).Select(t => t.Value)) + counts.Sum();

    private static IReadOnlyDictionary<LifecycleStage, ToldStage> Told(LifecycleStage[] stages, int[] counts) =>
        ToldStages.Of(stages.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second));

    private static IEnumerable<int[]> Spreads(int stages) => stages == 0 ? [[]] : Spreads(stages - 1).SelectMany(rest => Enumerable.Range(0, Most).Select(n => (int[])[.. rest, n]));

    private static Dictionary<LifecycleStage, int> Counts(params int[] people) => people.Index().ToDictionary(p => (LifecycleStage)p.Index, p => p.Item);
}
