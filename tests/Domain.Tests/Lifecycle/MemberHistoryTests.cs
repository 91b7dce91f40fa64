using CommunityIntel.Domain.Lifecycle;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Lifecycle;

public sealed class MemberHistoryTests
{
    private static readonly DateOnly Yesterday = new(2026, 3, 1);

    // Days ago, crowded around the days at which stages change; -1 is today.
    private static readonly Gen<int> DaysAgo = Gen.Frequency(
        (3, Gen.Choose(-1, 30)), (2, Gen.Choose(31, 130)), (1, Gen.Choose(131, 400)), (2, Gen.Elements(-1, 0, 6, 7, 27, 28, 55, 56, 83, 84, 90, 91, 118, 119)));

    private static readonly Gen<MemberHistory> Histories =
        from active in DaysAgo.ListOf()
        from joined in Maybe(DaysAgo)
        from left in Maybe(DaysAgo)
        from hasLeft in Gen.Elements(true, false)
        select new MemberHistory([.. active.Select(Ago)], joined is { } j ? Ago(j) : null, left is { } l ? Ago(l) : null, hasLeft && left is not null);

    [Theory]
    [InlineData(LifecycleStage.New, "0"), InlineData(LifecycleStage.New, "27"), InlineData(LifecycleStage.New, "0 7 14 21"), InlineData(LifecycleStage.New, "", 27)]
    [InlineData(LifecycleStage.Regular, "0 7 14 21 28"), InlineData(LifecycleStage.Regular, "6 13 20 27 400"), InlineData(LifecycleStage.Regular, "3 9 16 22", 28)]
    [InlineData(LifecycleStage.Active, "0 28"), InlineData(LifecycleStage.Active, "0 7 14 83"), InlineData(LifecycleStage.Active, "27", 28)]
    [InlineData(LifecycleStage.Returning, "0 84"), InlineData(LifecycleStage.Returning, "27 400"), InlineData(LifecycleStage.Returning, "5", 90)]
    [InlineData(LifecycleStage.Paused, "28"), InlineData(LifecycleStage.Paused, "90"), InlineData(LifecycleStage.Paused, "", 90), InlineData(LifecycleStage.Paused, "200", 3)]
    [InlineData(LifecycleStage.Gone, "91"), InlineData(LifecycleStage.Gone, "", 91), InlineData(LifecycleStage.Gone, "0 7 14 21 28", null, 0), InlineData(LifecycleStage.Gone, "0", 1, 0)]
    [InlineData(null, ""), InlineData(null, "-1"), InlineData(null, "", -1)]
    public void The_days_on_which_stages_begin_and_end(LifecycleStage? stage, string activeDaysAgo, int? joinedDaysAgo = null, int? leftDaysAgo = null)
    {
        var active = activeDaysAgo.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => Ago(int.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

        new MemberHistory([.. active], joinedDaysAgo is { } joined ? Ago(joined) : null, leftDaysAgo is { } left ? Ago(left) : null, leftDaysAgo is not null)
            .StageAsOf(Yesterday).Should().Be(stage);
    }

    [Fact]
    public void Who_came_back_is_gone_in_between_alone()
    {
        var back = new MemberHistory([Ago(60), Ago(2)], Ago(10), Ago(50), HasLeft: false);
        (back.StageAsOf(Ago(51)), back.StageAsOf(Ago(50)), back.StageAsOf(Ago(11)), back.StageAsOf(Ago(10)), back.StageAsOf(Ago(0)))
            .Should().Be((LifecycleStage.New, LifecycleStage.Gone, LifecycleStage.Gone, LifecycleStage.Paused, LifecycleStage.Active));

        var unheard = new MemberHistory([Ago(60), Ago(2)], null, Ago(50), HasLeft: true);
        unheard.StageAsOf(Ago(3)).Should().Be(LifecycleStage.Gone);
        unheard.StageAsOf(Ago(2)).Should().Be(LifecycleStage.Active, "Discord did not tell that they came back, but they wrote");
    }

    [Fact]
    public void Everybody_who_was_ever_seen_is_in_exactly_the_one_stage_whose_sentence_fits() => Always(history =>
    {
        var fitting = Enum.GetValues<LifecycleStage>().Where(stage => Fits(history, stage)).ToList();
        return history.StageAsOf(Yesterday) is { } stage ? fitting.SequenceEqual([stage]) : fitting.Count == 0;
    });

    [Fact]
    public void Whoever_was_seen_stays_in_some_stage() => Always(history =>
        Enumerable.Range(-200, 400).Select(day => history.StageAsOf(Yesterday.AddDays(day)) is not null).SkipWhile(seen => !seen).All(seen => seen));

    [Fact]
    public void Silence_leads_from_active_to_paused_to_gone_and_never_back() => Always(history =>
    {
        var silent = Enumerable.Range(1, 150).Select(day => Distance(history.StageAsOf(Yesterday.AddDays(1 + day)))).ToList();
        return silent.SequenceEqual(silent.Order()) && (silent[^1] is null or 2);
    });

    [Fact]
    public void Another_active_day_among_the_28_never_takes_anybody_further_away() => Always(history =>
        Enumerable.Range(0, 28).All(day => (Distance((history with { ActiveDays = [.. history.ActiveDays, Ago(day)] }).StageAsOf(Yesterday)) ?? -1)
            <= (Distance(history.StageAsOf(Yesterday)) ?? 2)));

    [Fact]
    public void Activity_of_later_days_changes_nothing() => Always(history =>
        (history with { ActiveDays = [.. history.ActiveDays.Where(day => day <= Yesterday)] }).StageAsOf(Yesterday) == history.StageAsOf(Yesterday));

    // The sentences of the stages, each by itself and in days ago.
    private static bool Fits(MemberHistory history, LifecycleStage stage)
    {
        var active = history.ActiveDays.Select(day => Yesterday.DayNumber - day.DayNumber).Where(day => day >= 0).ToList();
        var seen = history.JoinedOn is { } joined && joined <= Yesterday ? [.. active, Yesterday.DayNumber - joined.DayNumber] : active;
        if (seen.Count == 0) return false;
        var left = history.LeftOn is { } leave && leave <= Yesterday && (history.HasLeft || history.JoinedOn > Yesterday) && active.TrueForAll(d => d >= Yesterday.DayNumber - leave.DayNumber);
        var (isNew, isActive) = (seen.TrueForAll(d => d < 28), active.Exists(d => d < 28));
        var everyWeek = active.Where(d => d < 28).Select(d => d / 7).Distinct().Count() == 4;
        var wasAway = !seen.Exists(d => d is >= 28 and < 84);
        return stage switch
        {
            LifecycleStage.New => !left && isNew,
            LifecycleStage.Regular => !left && !isNew && everyWeek,
            LifecycleStage.Active => !left && !isNew && isActive && !everyWeek && !wasAway,
            LifecycleStage.Returning => !left && !isNew && isActive && !everyWeek && wasAway,
            LifecycleStage.Paused => !left && !isNew && !isActive && seen.Exists(d => d < 91),
            _ => left || seen.TrueForAll(d => d >= 91),
        };
    }

    private static int? Distance(LifecycleStage? stage) => stage switch { null => null, LifecycleStage.Paused => 1, LifecycleStage.Gone => 2, _ => 0 };

    private static void Always(Func<MemberHistory, bool> holds) => Prop.ForAll(Histories.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static Gen<int?> Maybe(Gen<int> some) => Gen.OneOf(Gen.Constant((int?)null), some.Select(day => (int?)day));

    private static DateOnly Ago(int days) => Yesterday.AddDays(-days);
}
