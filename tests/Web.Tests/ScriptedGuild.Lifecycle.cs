using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Lifecycle;

namespace CommunityIntel.Web.Tests;

/// <summary>A few are returning, and counted with those who are active. The managed guild is too young for any stage, the kept one for half of them.</summary>
public sealed partial class ScriptedGuild
{
    private static readonly DateOnly Soon = new(2026, 12, 14);

    public Task<LifecycleReport> GetLifecycleAsync() => this.GetPrimaryKeyLong() switch
    {
        ScriptedSite.OtherGuildId => throw new StorageUnavailableException("scripted"),
        ScriptedSite.ManagedGuildId => Told([.. Enum.GetValues<ReportedStage>().Select(Early)]),
        ScriptedSite.KeptGuildId => Told(
            [Plain(ReportedStage.New, 6, null), Plain(ReportedStage.Regular, 0, null), Plain(ReportedStage.Active, 18, null), Early(ReportedStage.Returning), Early(ReportedStage.Paused), Early(ReportedStage.Gone)]),
        _ => Told(
            [
                Plain(ReportedStage.New, 12, 10), Plain(ReportedStage.Regular, 30, 30), new(ReportedStage.Active, StageVisibility.Together, 62, 64, null, Soon),
                new(ReportedStage.Returning, StageVisibility.TooFew, null, 7, ReportedStage.Active, Soon), Plain(ReportedStage.Paused, 40, 50), Plain(ReportedStage.Gone, 1_056, null),
            ]),
    };

    private static Task<LifecycleReport> Told(IReadOnlyList<LifecycleFigures> stages) => Task.FromResult(new LifecycleReport("Europe/Paris", Today.AddDays(-1), stages, DateTimeOffset.UnixEpoch));

    private static LifecycleFigures Plain(ReportedStage stage, int people, int? before) => new(stage, StageVisibility.Plain, people, before, null, Soon);

    private static LifecycleFigures Early(ReportedStage stage) => new(stage, StageVisibility.NotYetKnown, null, null, null, Soon);
}
