using System.Globalization;
using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Health;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Health;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Grains.Audit;
using CommunityIntel.Grains.Rewards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;
using HealthFinding = CommunityIntel.GrainInterfaces.Health.HealthFinding;
using RewardProblem = CommunityIntel.GrainInterfaces.Rewards.RewardProblem;

namespace CommunityIntel.Grains.Guilds;

/// <summary>What levels give and say. Changes do not interleave with a batch: each is a commit of its own.</summary>
public sealed partial class GuildGrain : IGuildRewardsGrain
{
    /// <summary>Members of one step: what happens to the guild meanwhile waits for a step at most.</summary>
    private const int MembersPerStep = 300;

    /// <summary>More than this to do on Discord for one guild, and looking through roles waits.</summary>
    private const int MostWaiting = 500;

    private RewardQueries? _rewardQueries;

    private RewardQueries RewardQueries => _rewardQueries ??= ServiceProvider.GetRequiredService<RewardQueries>();

    public Task<VersionedRewards> GetRewardsAsync() => Task.FromResult(new VersionedRewards(RewardWire.ToWire(_guild.Rewards), _guild.RewardVersions.Roles));

    public async Task<SettingsAnswer> SaveRewardsAsync(RewardSettings settings, int version, Actor actor)
    {
        MustBeWhole();
        var current = _guild.RewardVersions.Roles;
        if (version != current) return await ChangedMeanwhileAsync(current, AuditKind.RewardsChanged);
        var roles = RewardWire.ToDomain(settings);
        if (roles.Order(LevelRole.ByLevel).SequenceEqual(_guild.Rewards.Roles)) return new SettingsSaved(current);
        if (RefuseRewards(roles) is { } refused) return refused;
        return await ChangeRewardsAsync(roles, actor, 0, null);
    }

    public Task<VersionedAnnouncements> GetAnnouncementsAsync() =>
        Task.FromResult(new VersionedAnnouncements(RewardWire.ToWire(_guild.Rewards.Message), _guild.RewardVersions.Message));

    public async Task<SettingsAnswer> SaveAnnouncementsAsync(AnnouncementSettings settings, int version, Actor actor)
    {
        MustBeWhole();
        var current = _guild.RewardVersions.Message;
        if (version != current) return await ChangedMeanwhileAsync(current, AuditKind.AnnouncementsChanged);
        var message = RewardWire.ToDomain(settings);
        return message == _guild.Rewards.Message ? new SettingsSaved(current) : await ChangeAnnouncementsAsync(message, actor, 0, null);
    }

    public Task<MessagePreview> PreviewMessageAsync(MessagePreviewRequest request)
    {
        var shown = _guild.Rewards.Message with { Place = AnnouncementPlace.WhereItHappened, Filter = LevelFilter.All, Template = request.Template };
        var level = Math.Clamp(request.Level, 1, _guild.Rules.Curve.HighestLevel);
        var news = _guild.NewsAt(request.UserId, request.MemberName, level, _guild.Rules.Curve.TotalFor(level));
        var text = LevelTemplate.Render(request.Template, request.Usual, news, CultureInfo.GetCultureInfo(request.Culture));
        return Task.FromResult(new MessagePreview(text, ToWire(RewardCheck.OfMessage(shown, _guild.Channels))));
    }

    public Task<GuildChoices> GetChoicesAsync() => Task.FromResult(RewardWire.ChoicesOf(_guild));

    public async Task<RepairProgress?> RepairAsync(Actor actor)
    {
        MustBeWhole();
        if (_guild.Rewards.Roles.Count == 0) return null;
        _guild.StartRepair(RepairCause.Asked, NowMs);
        _guild.Note(AuditWire.ToDomain(actor), AuditKind.RolesRepaired, 0, null, null, NowMs);
        await CommitAsync(_guild.TakeChanges());
        return await GetRepairAsync();
    }

    public Task<RepairProgress?> GetRepairAsync() => _guild.Repair is not { } repair
        ? Task.FromResult<RepairProgress?>(null)
        : Outage.Translate<RepairProgress?>(async () => RewardWire.ToWire(repair, await RewardQueries.PendingAsync(GuildId)));

    public async Task<RepairStep> RepairNextAsync()
    {
        MustBeWhole();
        if (_guild.Repair is not { IsOpen: true } repair) return RepairStep.Done;
        if (await Outage.Translate(() => RewardQueries.PendingAsync(GuildId)) > MostWaiting) return RepairStep.Later;
        var (userIds, total) = await Outage.Translate(() => RewardQueries.NextAsync(GuildId, repair.Cursor, MembersPerStep, repair.Total));
        await EnsureKnownAsync(userIds);
        _guild.RepairNext(userIds, userIds.Count < MembersPerStep, total, NowMs);
        await CommitAsync(_guild.TakeChanges());
        return _guild.Repair is { IsOpen: true } ? RepairStep.More : RepairStep.Done;
    }

    public Task<GuildHealthReport> GetHealthAsync() => Outage.Translate(async () =>
    {
        var givenUp = await RewardQueries.GivenUpAsync(GuildId);
        var roles = _guild.GivableRoles;
        var identity = _guild.Identity;
        var findings = new GuildHealth(GuildId, identity.BotPresent, identity.AfkChannelId, _guild.Rules, _guild.Rewards, roles, _guild.Channels, givenUp).Findings();
        return new GuildHealthReport([.. findings.Select(ToWire)], roles.AreKnown);
    });

    public async Task<RewardLadder> GetLadderAsync(long userId)
    {
        MustBeWhole();
        await EnsureKnownAsync([userId]);
        var (member, curve, givable) = (_guild.MemberOf(userId), _guild.Rules.Curve, _guild.GivableRoles);
        var level = curve.LevelOf(member.Xp);
        var rungs = _guild.Rewards.Roles.Select(r => new RewardRung(
            r.Level, r.RoleId, _guild.Roles.GetValueOrDefault(r.RoleId)?.Name ?? r.Name, r.ReplacesLower, r.Level <= level, !givable.MayGive(r.RoleId))).ToList();
        var next = rungs.FirstOrDefault(r => !r.IsReached && r.Level <= curve.HighestLevel);
        return new RewardLadder(
            rungs, level, member.Xp, next is null ? null : curve.TotalFor(next.Level) - member.Xp, (LevelNewsChoice)(int)member.AnnounceChoice,
            _guild.Rewards.Message.Place != AnnouncementPlace.Off);
    }

    public async Task<LevelNewsChoice> GetNewsChoiceAsync(long userId)
    {
        MustBeWhole();
        await EnsureKnownAsync([userId]);
        return (LevelNewsChoice)(int)_guild.MemberOf(userId).AnnounceChoice;
    }

    public async Task ChooseNewsAsync(long userId, LevelNewsChoice choice)
    {
        if (!Enum.IsDefined(choice)) throw new ArgumentOutOfRangeException(nameof(choice));
        MustBeWhole();
        await EnsureKnownAsync([userId]);
        _guild.ChooseAnnouncements(userId, (AnnounceChoice)(int)choice);
        var changes = _guild.TakeChanges();
        if (!changes.IsEmpty) await CommitAsync(changes);
    }

    private async Task<SettingsAnswer> ChangeRewardsAsync(IReadOnlyList<LevelRole> roles, Actor actor, long undoesId, string? requestKey)
    {
        var before = RewardWire.ToJson(RewardWire.ToWire(_guild.Rewards));
        var after = RewardWire.ToJson(RewardWire.ToWire(_guild.Rewards with { Roles = roles }));
        var problems = _guild.ChangeRewardRoles(roles, new SettingsChange(AuditWire.ToDomain(actor), before, after, NowMs, undoesId, requestKey));
        if (problems.Count > 0) return new RewardsRefused(ToWire(problems));
        await CommitAsync(_guild.TakeChanges());
        return new SettingsSaved(_guild.RewardVersions.Roles);
    }

    private async Task<SettingsAnswer> ChangeAnnouncementsAsync(LevelMessage message, Actor actor, long undoesId, string? requestKey)
    {
        var (before, after) = (RewardWire.ToJson(RewardWire.ToWire(_guild.Rewards.Message)), RewardWire.ToJson(RewardWire.ToWire(message)));
        var problems = _guild.ChangeLevelMessage(message, new SettingsChange(AuditWire.ToDomain(actor), before, after, NowMs, undoesId, requestKey));
        if (problems.Count > 0) return new RewardsRefused(ToWire(problems));
        await CommitAsync(_guild.TakeChanges());
        return new SettingsSaved(_guild.RewardVersions.Message);
    }

    // A look that was begun and not ended is gone on with, wherever it was begun: with settings, by hand, or before a crash.
    private async Task DriveRepairAsync()
    {
        try
        {
            await GrainFactory.GetGrain<IRewardRepairGrain>(GuildId).StartAsync();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            Log.NotDriven(logger, GuildId, e.Message);
        }
    }

    private List<RewardProblem> ToWire(IReadOnlyList<Domain.Rewards.RewardProblem> problems) => [.. problems.Select(p => RewardWire.ToWire(p, _guild.Roles))];

    private HealthFinding ToWire(Domain.Health.HealthFinding f) => new(
        (GrainInterfaces.Health.HealthIssue)(int)f.Issue, (GrainInterfaces.Health.HealthGrade)(int)f.Grade, f.RoleId,
        _guild.Roles.GetValueOrDefault(f.RoleId)?.Name ?? _guild.Rewards.Roles.FirstOrDefault(r => r.RoleId == f.RoleId)?.Name,
        f.ChannelId, _guild.Channels.GetValueOrDefault(f.ChannelId)?.Name, f.Level, f.Number, (ulong)f.Permissions);
}
