using CommunityIntel.Domain.Billing;
using CommunityIntel.Storage.Activity;

namespace CommunityIntel.Grains.Activity;

/// <summary>
/// One day's look at all months that may be over, the oldest first, then at stays, then at the archive. A month in which every guild's time is over is dropped
/// whole; of any other, only the rows of those whose time is. Every step is harmless when it is done again.
/// </summary>
internal sealed class RowSweep(RowEnds ends, RetentionOptions options, bool plansHold, DateTimeOffset now)
{
    private const int GuildsAtOnce = 500;
    private const int RowsAtOnce = 5_000;

    private const string VoiceTable = "voice_sessions";

    /// <summary>How far a month is.</summary>
    private enum Phase
    {
        /// <summary>All guilds are asked, and told from when on their rows are kept.</summary>
        Asking,

        /// <summary>Some stay, or go into the archive: rows of the others are taken out one by one.</summary>
        Ending,

        /// <summary>Nobody can write into it any more: only now is it sure that nothing of it is to stay.</summary>
        TakenOut,
    }

    /// <summary>Guilds of the last page whose rows are to go.</summary>
    private readonly Queue<(long GuildId, DateOnly From)> _due = [];

    private Queue<MessageMonth>? _months;
    private Phase _phase;
    private bool _isVoiceDone;

    // Of the table that is gone through: the last guild asked, whether it was the last of all, and whether rows of any are to stay.
    private long _after = long.MinValue;
    private bool _isThrough, _someStay;

    public DateOnly Today { get; } = DateOnly.FromDateTime(now.UtcDateTime);

    public long Messages { get; private set; }

    public long Stays { get; private set; }

    public int Months { get; private set; }

    /// <summary>Does one bounded part; false when nothing is left to do.</summary>
    public async Task<bool> StepAsync()
    {
        _months ??= new Queue<MessageMonth>((await ends.ListMonthsAsync()).Where(MayBeOver));
        if (_months.TryPeek(out var month)) await StepAsync(month);
        else if (!_isVoiceDone) await StepStaysAsync();
        else return await DropArchivedAsync();
        return true;
    }

    /// <summary>No plan keeps less.</summary>
    private bool MayBeOver(MessageMonth month) => !month.IsAttached || month.Month < RowRetention.KeptFrom(Plan.Free, null, Today);

    private async Task StepAsync(MessageMonth month)
    {
        if (_due.TryPeek(out var guild))
        {
            var gone = await ends.EndMessagesAsync(month.Table, guild.GuildId, RowsAtOnce, options.Archive);
            Messages += gone;
            if (gone < RowsAtOnce) _due.Dequeue();
        }
        else if (!_isThrough)
        {
            var due = await NextDueAsync(month.Table, month.Month.AddMonths(1));
            if (_phase == Phase.Ending) due.ForEach(_due.Enqueue);
        }
        else
        {
            await GoOnAsync(month);
            BeginTable();
        }
    }

    private async Task GoOnAsync(MessageMonth month)
    {
        switch (_phase)
        {
            case Phase.Asking when _someStay || options.Archive:
                if (!month.IsAttached) await AttachAsync(month);
                if (options.Archive) await ends.MakeArchiveAsync(month.Month);
                _phase = Phase.Ending;
                break;
            case Phase.Asking:
            case Phase.Ending when !_someStay:
                await ends.DetachAsync(month);
                _phase = Phase.TakenOut;
                break;
            case Phase.TakenOut when _someStay || (options.Archive && _after != long.MinValue):
                await AttachAsync(month);
                Next();
                break;
            case Phase.TakenOut:
                await ends.DropAsync(month);
                Months++;
                Next();
                break;
            default:
                Next();
                break;
        }
    }

    private void Next()
    {
        _months!.Dequeue();
        _phase = Phase.Asking;
    }

    private async Task AttachAsync(MessageMonth month)
    {
        // It may have been cut short half way.
        await ends.DetachAsync(month);
        await ends.AttachAsync(month);
    }

    private async Task StepStaysAsync()
    {
        if (_due.Count > 0)
        {
            var gone = await ends.EndStaysAsync(_due, RowsAtOnce);
            Stays += gone;
            if (gone < RowsAtOnce) _due.Clear();
        }
        else if (!_isThrough) (await NextDueAsync(VoiceTable, null)).ForEach(_due.Enqueue);
        else _isVoiceDone = true;
    }

    private void BeginTable() => (_after, _isThrough, _someStay) = (long.MinValue, false, false);

    /// <summary>Of the next guilds of a table those whose rows before <paramref name="end"/> (null = any that are old enough) are over, and may be ended now.</summary>
    private async Task<List<(long GuildId, DateOnly From)>> NextDueAsync(string table, DateOnly? end)
    {
        var guilds = await ends.NextGuildsAsync(table, _after, GuildsAtOnce, now);
        if (guilds.Count > 0) _after = guilds[^1].GuildId;
        _isThrough = guilds.Count < GuildsAtOnce;
        var over = guilds.Where(g => g.IsReviewed).Select(g => (g.GuildId, From: KeptFrom(g))).Where(g => end is null || g.From >= end).ToList();
        var said = over.Count == 0 ? [] : await ends.KeepFromAsync(over);
        _someStay |= said.Count < guilds.Count;
        return [.. over.Where(guild => said.Contains(guild.GuildId))];
    }

    // Where nothing is sold, or not for long, every guild has everything.
    private DateOnly KeptFrom(GuildWithRows guild) =>
        plansHold ? RowRetention.KeptFrom((Plan)guild.Plan, (Plan?)guild.LostPlan, Today) : RowRetention.KeptFrom(Plan.Enterprise, null, Today);

    private async Task<bool> DropArchivedAsync()
    {
        if (options.ArchiveMonths == 0) return false;
        var over = (await ends.ListArchivedMonthsAsync()).FirstOrDefault(m => m.Month.AddMonths(1) <= Today.AddMonths(-options.ArchiveMonths));
        if (over is null) return false;
        await ends.DropAsync(over);
        Months++;
        return true;
    }
}
