namespace CommunityIntel.Domain.Lifecycle;

/// <summary>How a stage's number is told.</summary>
public enum Telling
{
    /// <summary>As it is.</summary>
    Plain = 0,

    /// <summary>With those of every stage that is counted with it.</summary>
    Together = 1,

    /// <summary>Not: one to four people. They are counted with another stage.</summary>
    TooFew = 2,

    /// <summary>Not: it would tell a smaller one. It is counted with another stage.</summary>
    Within = 3,

    /// <summary>Not: the stages beside it have too few people all together.</summary>
    Withheld = 4,
}

/// <summary><c>People</c> null = not told. <c>CountedWith</c>: the stage that they are counted with, if any.</summary>
public readonly record struct ToldStage(Telling Telling, int? People, LifecycleStage? CountedWith = null);

/// <summary>
/// What may be told of the numbers of people in stages. A number from one to four says something of each of them, so it is told in a sum with stages beside it
/// alone: no total, whoever knows it and from wherever, gives it back. Those who were active and those who were not are kept apart, since how many were active
/// stands on other pages.
/// </summary>
public static class ToldStages
{
    /// <summary>Fewer people than this in a stage, but for nobody, are not told.</summary>
    public const int Fewest = 5;

    // Who takes up the small ones, in an order that does not depend on the numbers: a choice by size would tell of the size.
    private static readonly LifecycleStage[][] Beside =
    [
        [LifecycleStage.Active, LifecycleStage.Regular, LifecycleStage.New, LifecycleStage.Returning],
        [LifecycleStage.Gone, LifecycleStage.Paused],
    ];

    /// <param name="people">Of every stage that is known.</param>
    public static IReadOnlyDictionary<LifecycleStage, ToldStage> Of(IReadOnlyDictionary<LifecycleStage, int> people)
    {
        var told = people.ToDictionary(p => p.Key, p => new ToldStage(Telling.Plain, p.Value));
        foreach (var group in Beside)
            Fold([.. group.Where(people.ContainsKey)], people, told);
        return told;
    }

    private static void Fold(LifecycleStage[] group, IReadOnlyDictionary<LifecycleStage, int> people, Dictionary<LifecycleStage, ToldStage> told)
    {
        var small = group.Where(stage => people[stage] is > 0 and < Fewest).ToList();
        if (small.Count == 0) return;
        // A sum that could hold four for every small stage, and the least for every other, leaves it open what each small one is.
        var (sum, least, within) = (small.Sum(stage => people[stage]), (Fewest - 1) * small.Count, new List<LifecycleStage>());
        foreach (var stage in group.Where(stage => people[stage] >= Fewest))
        {
            (sum, least) = (sum + people[stage], least + Fewest);
            if (sum < least)
            {
                within.Add(stage);
                continue;
            }

            foreach (var few in small) told[few] = new ToldStage(Telling.TooFew, null, stage);
            foreach (var other in within) told[other] = new ToldStage(Telling.Within, null, stage);
            told[stage] = new ToldStage(Telling.Together, sum);
            return;
        }

        foreach (var stage in group) told[stage] = new ToldStage(Telling.Withheld, null);
    }
}
