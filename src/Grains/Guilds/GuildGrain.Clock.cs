using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.TimeZones;
using CommunityIntel.GrainInterfaces.TimeZones;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Audit;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Guilds;
using NodaTime;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;

namespace CommunityIntel.Grains.Guilds;

public sealed partial class GuildGrain : IGuildClockGrain
{
    /// <summary>Between two tries while PostgreSQL does not answer.</summary>
    private static readonly TimeSpan RecountAgain = TimeSpan.FromSeconds(5);

    private ZoneChange? _zoneChange;
    private IGrainTimer? _recount;

    public Task<GuildClock> GetClockAsync() => Task.FromResult(new GuildClock(_calendar.Zone.Id, _zoneChange?.Done));

    public async Task<ZoneAnswer> ChooseTimeZoneAsync(string timeZone, Actor actor)
    {
        MustBeWhole();
        if (_zoneChange is not null) return ZoneAnswer.Busy;
        var before = _calendar.Zone.Id;
        if (timeZone == before) return ZoneAnswer.Same;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is null) return ZoneAnswer.Unknown;
        await ChangeZoneAsync(before, timeZone, actor, undoesId: 0, requestKey: null);
        return ZoneAnswer.Saved;
    }

    private async Task ChangeZoneAsync(string before, string after, Actor actor, long undoesId, string? requestKey)
    {
        UseZone(after);
        _guild.Follow(_calendar);
        _live.Restart();
        _guild.Note(AuditWire.ToDomain(actor), AuditKind.TimeZoneChanged, 0, AuditWire.ZoneJson(before), AuditWire.ZoneJson(after), NowMs, undoesId, requestKey);
        if (_guild.Identity.FirstDate is { } first)
        {
            var today = _calendar.DateOf(time.GetUtcNow());
            // By the other clock the first day may be the one before.
            _zoneChange = new ZoneChange(before, after, first.AddDays(-1), today, today);
        }

        _guild.ChangeZone(_zoneChange);
        await CommitAsync(_guild.TakeChanges());
        // The newest days before anything else is counted by the new clock: what lies at its hours must not be taken for the old one's.
        try
        {
            await RecountNextAsync();
        }
        catch (CommitFailedException e)
        {
            Log.NotRecounted(logger, GuildId, e.Message);
        }

        BeginRecount();
    }

    // Also after an activation that ended in between: how far it is stands in the database.
    private void BeginRecount()
    {
        if (_zoneChange is null || _recount is not null) return;
        _recount = this.RegisterGrainTimer(RecountAsync, new GrainTimerCreationOptions(TimeSpan.Zero, RecountAgain) { Interleave = true, KeepAlive = true });
    }

    private async Task RecountAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested && !_broken && _zoneChange is not null) await RecountNextAsync();
            if (cancellation.IsCancellationRequested) return;
            _recount?.Dispose();
            _recount = null;
        }
        catch (FencedException e)
        {
            ThrowAway(e.Message);
        }
        catch (CommitFailedException e)
        {
            Log.NotRecounted(logger, GuildId, e.Message);
        }
    }

    private async Task FinishRecountAsync()
    {
        try
        {
            while (!_broken && _zoneChange is not null) await RecountNextAsync();
        }
        catch (FencedException e)
        {
            ThrowAway(e.Message);
        }
    }

    // Between commits: they wait for as long as some weeks take.
    private async Task RecountNextAsync()
    {
        if (_zoneChange is null) return;
        using (await _turn.TakeAsync())
        {
            if (_broken || _zoneChange is not { } change) return;
            (_zoneChange, var first) = await queries.Zones.NextAsync(GuildId, _epoch, change, ZonedCalendar.NextOf(change));
            if (first is { } day) _guild.Recounted(day);
            _written.CommittedEverywhere();
            _reports.Forget();
            _boards.Forget();
            var today = _calendar.DateOf(time.GetUtcNow());
            var (messages, active) = await store.ReadDayAsync(GuildId, today);
            _live.Committed(new CommittedDay(today, messages, active));
        }
    }
}
