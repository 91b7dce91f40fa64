using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Health;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.Web.Tests;

/// <summary>Rewards that are always the same, with a finding of every kind.</summary>
public sealed class ScriptedRewards : Grain, IGuildRewardsGrain
{
    private static readonly RepairProgress Ended = new(RepairReason.RewardsChanged, DateTimeOffset.UnixEpoch, 1_200, 1_200, 34, DateTimeOffset.UnixEpoch, 3);

    public Task<VersionedRewards> GetRewardsAsync() => Task.FromResult(new VersionedRewards(new RewardSettings([new(5, 71, "<Regular>", false), new(20, 72, "Veteran", true)]), 3));

    public Task<SettingsAnswer> SaveRewardsAsync(RewardSettings settings, int version, Actor actor) => this.GetPrimaryKeyLong() == ScriptedPlans.Ending ? throw new NoSeatException("scripted") : Task.FromResult<SettingsAnswer>(new SettingsSaved(version + 1));

    public Task<VersionedAnnouncements> GetAnnouncementsAsync() =>
        Task.FromResult(new VersionedAnnouncements(new AnnouncementSettings(LevelAnnouncement.Channel, 7, "{member} is at {level}", true, 5, 10, false), 2));

    public Task<SettingsAnswer> SaveAnnouncementsAsync(AnnouncementSettings settings, int version, Actor actor) => Task.FromResult<SettingsAnswer>(new SettingsSaved(version + 1));

    public Task<MessagePreview> PreviewMessageAsync(MessagePreviewRequest request) => Task.FromResult(new MessagePreview(request.Template ?? request.Usual, []));

    public Task<GuildChoices> GetChoicesAsync() => Task.FromResult(new GuildChoices(
        [new(71, "<Regular>", 0, 1, null), new(72, "Veteran", 0, 2, null), new(73, "Moderator", 0, 3, new RewardProblem(RewardProblemKind.RoleIsDangerous, 73))],
        [new(7, "<general>", 0, null, true)]));

    public Task<RepairProgress?> RepairAsync(Actor actor) => Task.FromResult<RepairProgress?>(Ended with { EndedAt = null, Examined = 300 });

    public Task<RepairProgress?> GetRepairAsync() => Task.FromResult<RepairProgress?>(Ended);

    public Task<RepairStep> RepairNextAsync() => Task.FromResult(RepairStep.Done);

    public Task<GuildHealthReport> GetHealthAsync() => Task.FromResult(new GuildHealthReport(
        [.. Enum.GetValues<HealthIssue>().Select(issue => new HealthFinding(issue, HealthGrade.Broken, 71, "<Regular>", Number: 3))], true));

    public Task<RewardLadder> GetLadderAsync(long userId) => Task.FromResult(new RewardLadder([], 0, 0, null, LevelNewsChoice.Default, true));

    public Task<LevelNewsChoice> GetNewsChoiceAsync(long userId) => Task.FromResult(LevelNewsChoice.Default);

    public Task ChooseNewsAsync(long userId, LevelNewsChoice choice) => Task.CompletedTask;
}
