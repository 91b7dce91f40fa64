using CommunityIntel.Domain.Lifecycle;
using CommunityIntel.GrainInterfaces.Lifecycle;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Storage.Lifecycle;

namespace CommunityIntel.Grains.Lifecycle;

/// <summary>Reads how many people are in which stage. What is not to be told ends here: nobody further out can work it out again.</summary>
internal sealed class MemberLifecycle(long guildId, LifecycleReader reader)
{
    /// <param name="firstDay">On which the bot listened; null = none yet.</param>
    /// <param name="last">The last day that is over.</param>
    public async Task<LifecycleReport> ReadAsync(DateOnly? firstDay, DateOnly last, ZonedCalendar calendar, DateTimeOffset now, bool mayLag)
    {
        var first = last.AddDays(1 - LifecycleReader.Days);
        var stored = await reader.ReadAsync(guildId, last, [.. Enumerable.Range(0, LifecycleReader.Days + 1).Select(i => calendar.StartOf(first.AddDays(i)))], mayLag);
        var (known, before) = (Told(last, s => s.People), Told(last.AddDays(-LifecycleRules.Now), s => s.PeopleBefore));
        return new LifecycleReport(calendar.Zone.Id, last, [.. Enum.GetValues<LifecycleStage>().Select(ToReport)], now);

        IReadOnlyDictionary<LifecycleStage, ToldStage> Told(DateOnly asOf, Func<StoredStage, int> people) => ToldStages.Of(
            Enum.GetValues<LifecycleStage>().Where(stage => KnownFrom(stage, firstDay) <= asOf.AddDays(1))
                .ToDictionary(stage => stage, stage => people(stored.Single(s => s.Stage == stage))));

        LifecycleFigures ToReport(LifecycleStage stage)
        {
            int? peopleBefore = before.TryGetValue(stage, out var then) && then.Telling == Telling.Plain ? then.People : null;
            return known.TryGetValue(stage, out var told)
                ? new LifecycleFigures((ReportedStage)stage, (StageVisibility)told.Telling, told.People, peopleBefore, (ReportedStage?)told.CountedWith, KnownFrom(stage, firstDay))
                : new LifecycleFigures((ReportedStage)stage, StageVisibility.NotYetKnown, null, null, null, KnownFrom(stage, firstDay));
        }
    }

    // On that day the one before is the last of those that are needed.
    private static DateOnly? KnownFrom(LifecycleStage stage, DateOnly? firstDay) => firstDay?.AddDays(LifecycleRules.DaysToKnow(stage));
}
