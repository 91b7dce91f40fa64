using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Tests;

/// <summary>A guild that answers the same to everybody who gets through to it, and tells each subscriber a number.</summary>
public sealed partial class ScriptedGuild : Grain, IGuildGrain
{
    public static readonly LiveNumbers Live = new(100, 3, 2, 41, 12, null);
    private static readonly DateOnly Today = new(2026, 11, 22);

    public Task<TextWish> ApplyAsync(GuildBatch batch) => Task.FromResult(TextWish.None);

    public Task BackfillAsync(BackfillPage page) => Task.CompletedTask;

    public Task<GuildProfile?> GetProfileAsync() => Task.FromResult<GuildProfile?>(Profile(this.GetPrimaryKeyLong()));

    public Task<LiveNumbers> GetLiveAsync() => Task.FromResult(Live);

    public Task<ActivityReport> GetActivityAsync(DateOnly firstDay, DateOnly lastDay)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        var days = Enumerable.Range(0, lastDay.DayNumber - firstDay.DayNumber + 1)
            .Select(i => new ActivityDay(firstDay.AddDays(i), 10 + i, 0, 4, 5, 3600, 1, 0))
            .ToList();
        return Task.FromResult(new ActivityReport(
            firstDay, lastDay, "Europe/Paris", new(days.Sum(day => day.Messages), 0, 8, 9, 3600, 1, 0), days,
            [new(7, "<general>", 0, 10, 0, 0)], new long[168], DateTimeOffset.UnixEpoch,
            [Gap(lastDay.AddDays(-2), ActivityGapState.Partial), Gap(lastDay.AddDays(-5), ActivityGapState.Filled)]));
    }

    public Task<LeaderboardPage> GetLeaderboardAsync(LeaderboardBoard board, int skip, int take) =>
        Task.FromResult(new LeaderboardPage(board, skip, 1, skip > 0 ? [] : [new(1, 3, "member", null, 120, 1, 20, 155, 9, 60)]));

    public Task<MemberRank?> GetRankAsync(long userId) => Task.FromResult<MemberRank?>(null);

    public Task<XpRuleSettings> GetXpRulesAsync() => Task.FromResult(new XpRuleSettings(
        new LevelCurve(LevelCurveKind.Mee6), new MessageXp(15, 25, 60, false, 0, false, false), new VoiceXp(0, true, true, true, true, true),
        new XpWhere(false, [], false, []), [], []));

    public async Task SubscribeAsync(IGuildObserver observer)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        await observer.LiveAsync(this.GetPrimaryKeyLong(), Live with { MessagesToday = 42 });
    }

    public Task UnsubscribeAsync(IGuildObserver observer) => Task.CompletedTask;

    private static ActivityGap Gap(DateOnly date, ActivityGapState state)
    {
        var from = new DateTimeOffset(date, new TimeOnly(14, 0), TimeSpan.Zero);
        return new(from, from.AddMinutes(40), state, state == ActivityGapState.Partial ? ActivityGapShortfall.MissingAccess : 0, 12, date, date);
    }

    public static GuildProfile Profile(long guildId) =>
        new(guildId, $"Guild {guildId}", null, 1, 100, "Europe/Paris", "fr", Today, Today.AddDays(-400), BotPresent: true);
}

public sealed class ScriptedGuildList : Grain, IGuildListGrain
{
    public Task<IReadOnlyList<GuildProfile>> FindAsync(IReadOnlyList<long> guildIds) => Task.FromResult<IReadOnlyList<GuildProfile>>(
        [.. guildIds.Where(id => id != ScriptedSite.GuildWithoutBotId).Select(ScriptedGuild.Profile)]);
}

/// <summary>One guild has a refusal of every kind; the others have none.</summary>
public sealed class ScriptedOutbox : Grain, IOutboxGrain
{
    public static readonly IReadOnlyList<OpenAction> Refused =
    [
        .. Enum.GetValues<ActionFailure>().Select(failure => new OpenAction(
            failure is ActionFailure.RoleOutOfReach or ActionFailure.UnknownRole or ActionFailure.RoleNotAssignable ? OpenActionKind.SetRoles : OpenActionKind.AnnounceLevel,
            IsGivenUp: true, failure, DateTimeOffset.UnixEpoch, 3, "<member>", 5, "staff", ["Silver", null])),
        new(OpenActionKind.AnnounceLevel, IsGivenUp: false, ActionFailure.NoAnswer, DateTimeOffset.UnixEpoch, 3, null, 6, null, []),
    ];

    public Task<DueActions> TakeDueAsync(IReadOnlyList<int> shards, int shardCount, string workerName, int max, TimeSpan lease) =>
        Task.FromResult(new DueActions([], TimeSpan.Zero));

    public Task ReportAsync(string workerName, IReadOnlyList<ActionOutcome> outcomes) => Task.CompletedTask;

    public Task<int> TryAgainAsync(long guildId) => Task.FromResult(2);

    public Task<OpenActions> GetOpenAsync(long guildId) => Task.FromResult(
        guildId == ScriptedSite.GuildId ? new OpenActions(Refused, Refused.Count - 1, 1) : new OpenActions([], 0, 0));
}
