using CommunityIntel.Domain;
using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Xp;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Guilds;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Guilds;

/// <summary>
/// Holds one guild: who earned what, who is in voice, what the last minute was like. A crash loses nothing acknowledged:
/// a batch is acknowledged when it is committed, and an activation starts from what is committed.
/// One batch at a time; queries interleave with it and read between awaits.
/// </summary>
[GrainType("guild")]
public sealed partial class GuildGrain(GuildStore store, GroupCommit commits, GuildQueries queries, TimeProvider time, ILogger<GuildGrain> logger)
    : Grain, IGuildGrain
{
    /// <summary>Members kept in memory; beyond it they are dropped and read again when they act.</summary>
    private const int MostMembersRemembered = 50_000;

    private Guild _guild = null!;
    private ZonedCalendar _calendar = null!;
    private string? _timeZone;
    private long _epoch;
    private bool _broken;
    /// <summary>Who writes, or reads what must not change meanwhile.</summary>
    private readonly Turn _turn = new();

    private GuildReports _reports = null!;
    private GuildAudience _audience = null!;
    private IGrainTimer? _ticks;
    private bool _isInUse;
    private readonly LiveTally _live = new();
    private readonly WrittenDays _written = new();

    private long GuildId => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stored = await store.ClaimAsync(GuildId, cancellationToken);
            _epoch = stored.Epoch;
            UseZone(stored.TimeZone);
            _guild = new Guild(GuildId, _calendar);
            _guild.Restore(stored.Identity, stored.Watermark, stored.Channels, stored.OpenVoice);
            _guild.RestoreRules(stored.Rules, stored.RulesVersion);
            _guild.RestoreRewards(stored.Rewards.Rewards, stored.Rewards.Versions, stored.Rewards.Repair);
            _guild.RestoreRoles(stored.Rewards.Roles, stored.Rewards.Bot);
            _guild.RestoreGaps(stored.Snapshot, stored.Gaps);
            _guild.RestorePrivacy(stored.Privacy.Choices, stored.Privacy.MembersForgottenAtMs);
            _isErasing = stored.Privacy.IsErasing;
            _guild.RestoreAudit(stored.LastAuditId);
            _guild.RestoreInvites(stored.InviteLook, stored.Invites);
            _zoneChange = stored.ZoneChange;
            _guild.RestoreAccess(stored.Access);
            _guild.RestoreNotes(stored.Notes);
            _guild.RestoreDigests(stored.Digests, stored.DigestsVersion);
            _guild.RestoreBilling(stored.Account, BillingOptions.IsSold);
            foreach (var member in stored.Members) _guild.Remember(member);
            var today = _calendar.DateOf(time.GetUtcNow());
            var (messages, active) = await store.ReadDayAsync(GuildId, today);
            _live.Committed(new CommittedDay(today, messages, active));
        }
        catch (CommitFailedException e)
        {
            throw new StorageUnavailableException(e.Message);
        }

        _reports = queries.ReportsOf(GuildId);
        _boards = queries.BoardsOf(GuildId);
        _audience = new GuildAudience(GuildId, LiveNow, time, logger);
        GrainMetrics.Activated();
        BeginRecount();
        if (_guild.Repair is { IsOpen: true }) await DriveRepairAsync();
    }

    public async Task<TextWish> ApplyAsync(GuildBatch batch)
    {
        if (_broken) throw new StorageUnavailableException("this activation is going away");
        await MustNotBeErasingAsync();
        ChooseZone(batch);
        var known = await PrepareAsync(batch);
        _guild.IsOverlap = batch.IsOverlap;
        if (!batch.IsOverlap) _guild.EndOverlap();
        foreach (var fact in batch.Events)
        {
            if (!_guild.Advance(batch.SessionId, batch.SessionOrder, fact.Sequence)) continue;
            if (fact is MessageCreated message && !known.Add(message.MessageId)) continue;
            GuildFacts.Apply(_guild, fact);
        }

        if (batch.IsOverlap) _guild.SettleOverlap();
        var changes = _guild.TakeChanges();
        GrainMetrics.Applied(batch.Events.Count);
        if (batch.Events.Count > 0) Log.Applied(logger, GuildId, batch.SessionId, batch.Events[0].Sequence, batch.Events[^1].Sequence, batch.Events.Count);
        if (!changes.IsEmpty) await CommitAsync(changes);
        _isInUse |= batch.Events.Any(e => e is not GuildAvailable);
        // When a worker starts, every guild says that it is there; those that say nothing else need not stay in memory.
        if (!_isInUse && _zoneChange is null) DeactivateOnIdle();
        return Wish;
    }

    public async Task BackfillAsync(BackfillPage page)
    {
        if (_broken) throw new StorageUnavailableException("this activation is going away");
        await MustNotBeErasingAsync();
        var found = GuildFacts.ToDomain(page);
        var (known, stored) = await PrepareAsync(found);
        _guild.Examine(found, known, page.FetchedAt.ToUnixTimeMilliseconds());
        var (from, until) = _guild.SettledTimeOf(page.GapId);
        _guild.Settle(page.GapId, stored.Concat(_guild.Changes.Messages.Where(m => !m.FromBot).Select(m => new PersonsMessage(m.MessageId, m.ChannelId, m.AuthorId)))
            .Where(m => Snowflake.UnixMsOf(m.MessageId) is var at && at >= from && at <= until));
        var changes = _guild.TakeChanges();
        if (!changes.IsEmpty) await CommitAsync(changes);
    }

    public Task<GuildProfile?> GetProfileAsync()
    {
        var identity = _guild.Identity;
        if (identity == GuildIdentity.Unknown) return Task.FromResult<GuildProfile?>(null);
        return Task.FromResult<GuildProfile?>(GuildQueries.Profile(GuildId, identity, _calendar.Zone.Id, _calendar.DateOf(time.GetUtcNow()), _zoneChange?.Done));
    }

    public Task<LiveNumbers> GetLiveAsync() => Task.FromResult(LiveNow());

    public Task<ActivityReport> GetActivityAsync(DateOnly firstDay, DateOnly lastDay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, lastDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastDay.DayNumber - firstDay.DayNumber, MostDays);
        return Outage.Translate(() => _reports.GetAsync(Visible(firstDay), Visible(lastDay), _guild, _calendar, _written));
    }

    public Task SubscribeAsync(IGuildObserver observer)
    {
        _audience.Add(observer);
        _isInUse = true;
        _ticks ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(GuildAudience.Period, GuildAudience.Period) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task UnsubscribeAsync(IGuildObserver observer)
    {
        _audience.Remove(observer);
        return Task.CompletedTask;
    }

    // Runs only while somebody watches: most guilds are watched by nobody.
    private async Task TickAsync(CancellationToken cancellation)
    {
        await _audience.TickAsync(cancellation);
        if (!_audience.IsEmpty) return;
        _ticks?.Dispose();
        _ticks = null;
    }

    // Reads what the batch needs before anything changes: its members, and which of its messages are already stored.
    private async Task<HashSet<long>> PrepareAsync(GuildBatch batch)
    {
        var missing = new HashSet<long>();
        var doubtful = new List<long>();
        foreach (var fact in batch.Events)
        {
            foreach (var userId in GuildFacts.MembersOf(_guild, fact))
                if (!_guild.Knows(userId)) missing.Add(userId);
            if (fact is MessageCreated message && _guild.MayBeKnown(message.MessageId) && !_guild.Watermark.Covers(batch.SessionId, batch.SessionOrder, fact.Sequence))
                doubtful.Add(message.MessageId);
        }

        return await Outage.Translate(async () =>
        {
            await RememberAsync(missing);
            return doubtful.Count > 0 ? await store.FindMessagesAsync(GuildId, doubtful) : [];
        });
    }

    // The last page of a gap settles its XP: that needs all its messages and whoever wrote them.
    private Task<(HashSet<long> Known, IReadOnlyList<PersonsMessage> Stored)> PrepareAsync(GapPage page) => Outage.Translate(async () =>
    {
        var (from, until) = _guild.SettledTimeOf(page.GapId);
        var stored = from <= until && _guild.IsLastPage(page) ? await queries.FindPeoplesMessagesAsync(GuildId, from, until) : [];
        await RememberAsync(page.Messages.Where(m => m.IsMember || !m.FromBot).Select(m => m.AuthorId).Concat(stored.Select(m => m.AuthorId)).Where(id => !_guild.Knows(id)).ToHashSet());
        var doubtful = page.Messages.Select(m => m.MessageId).Where(id => id > 0 && _guild.MayBeKnown(id)).ToList();
        return (doubtful.Count > 0 ? await store.FindMessagesAsync(GuildId, doubtful) : [], stored);
    });

    private async Task RememberAsync(HashSet<long> missing)
    {
        // Also where every member is in memory: who is new here may have chosen already not to be counted.
        if (missing.Count > 0)
            foreach (var member in await store.LoadMembersAsync(GuildId, missing)) _guild.Remember(member);
    }

    private async Task CommitAsync(GuildChanges changes)
    {
        try
        {
            CommittedDay? day;
            using (await _turn.TakeAsync())
            {
                day = await commits.CommitAsync(new GuildCommit(GuildId, _epoch, _timeZone ?? _calendar.Zone.Id, _guild.Watermark, changes));
                _written.Committed(changes);
                await _boards.FollowAsync(changes, _guild);
            }

            foreach (var message in changes.Messages)
                if (!message.FromBot) _live.Message(Snowflake.UnixMsOf(message.MessageId));
            _live.Committed(day);
            _audience.SomethingHappened();
            GrainMetrics.GapsClosed(changes.Gaps.Values);
            if (changes.Repair is { IsOpen: true, Examined: 0 }) await DriveRepairAsync();
            if (_guild.MembersRemembered > MostMembersRemembered)
            {
                _guild.ForgetMembers();
            }
        }
        catch (CommitRefusedException e)
        {
            ThrowAway(e.Message);
            throw new BatchRefusedException(e.Message);
        }
        catch (Exception e) when (e is CommitFailedException or FencedException)
        {
            ThrowAway(e.Message);
            throw new StorageUnavailableException(e.Message);
        }
    }

    // Memory is ahead of the database: the next activation starts from what is durable.
    private void ThrowAway(string reason)
    {
        _broken = true;
        Log.ThrownAway(logger, GuildId, reason);
        DeactivateOnIdle();
    }

    // Before the first activity a guild's zone follows its language; afterwards it stays.
    private void ChooseZone(GuildBatch batch)
    {
        if (_timeZone is not null || _guild.Identity.FirstDate is not null) return;
        if (batch.Events.OfType<GuildAvailable>().FirstOrDefault() is not { } available) return;
        UseZone(ZonedCalendar.ZoneFor(available.PreferredLocale));
        _guild.Follow(_calendar);
    }

    private void UseZone(string? timeZone)
    {
        _timeZone = timeZone;
        _calendar = ZonedCalendar.Of(timeZone ?? "UTC");
    }

    private LiveNumbers LiveNow()
    {
        var now = time.GetUtcNow();
        var day = _live.Day(_calendar.DateOf(now));
        return new LiveNumbers(_guild.Identity.MemberCount, _guild.InVoice.Count, _live.LastMinute(now), day.Messages, day.ActiveMembers, _live.LastMessageAt);
    }

    private static partial class Log
    {
        [LoggerMessage(5, LogLevel.Debug, "Guild {GuildId} took events {FirstSequence} to {LastSequence} of session {SessionId} ({Events} in all)")]
        public static partial void Applied(ILogger logger, long guildId, string sessionId, long firstSequence, long lastSequence, int events);

        [LoggerMessage(1, LogLevel.Warning, "Guild {GuildId} starts again from the database: {Reason}")]
        public static partial void ThrownAway(ILogger logger, long guildId, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Digests of guild {GuildId} are not planned anew yet: {Reason}")]
        public static partial void NotRescheduled(ILogger logger, long guildId, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Days of guild {GuildId} cannot be counted again yet: {Reason}")]
        public static partial void NotRecounted(ILogger logger, long guildId, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Looking through the roles of guild {GuildId} is not driven yet: {Reason}")]
        public static partial void NotDriven(ILogger logger, long guildId, string reason);
    }
}
