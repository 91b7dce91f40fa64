using CommunityIntel.Domain.Gaps;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>Threads live elsewhere than in snapshots once archived; of those not listed, the newest are looked through.</summary>
    private const int MostUnlistedThreads = 50;
    private const long UnlistedThreadAgeMs = 7 * 24 * 60 * 60 * 1000L;

    private readonly Dictionary<long, Gap> _gaps = [];
    private readonly Dictionary<long, Dictionary<long, GapChannel>> _gapChannels = [];

    // The session heard before the present one, as far as memory goes: one that was taken over in full showed itself to nobody.
    private string? _sessionBefore;
    private string? _sessionOfOutage;

    /// <summary>The last snapshot applied.</summary>
    public Snapshot Snapshot { get; private set; } = Snapshot.None;

    /// <summary>Gaps that are still looked through.</summary>
    public IReadOnlyList<OpenGap> OpenGaps => [.. _gaps.Values.Select(g => new OpenGap(g, [.. _gapChannels[g.Id].Values]))];

    /// <summary>Puts back what was durable; called once, before the first fact.</summary>
    public void RestoreGaps(Snapshot snapshot, IEnumerable<OpenGap> open)
    {
        Snapshot = snapshot;
        foreach (var (gap, channels) in open)
        {
            _gaps[gap.Id] = gap;
            _gapChannels[gap.Id] = channels.ToDictionary(c => c.ChannelId);
        }
    }

    /// <summary>
    /// The silence that a snapshot at <paramref name="atMs"/> in session <paramref name="sessionId"/> ends; asked before the snapshot
    /// is applied. Null: the guild was not known before, this session has shown it already, or nothing lies between.
    /// </summary>
    /// <param name="lostSessionId">The session that <paramref name="connectedUntilMs"/> is about; null = not known.</param>
    /// <param name="connectedUntilMs">The last instant at which everything of that session was acknowledged; null = not known.</param>
    public Gap? GapBefore(string sessionId, string? lostSessionId, long? connectedUntilMs, long atMs)
    {
        if (Identity == GuildIdentity.Unknown || sessionId == Snapshot.SessionId) return null;
        if (!Identity.BotPresent) return Between(Watermark.LastEventMs, Watermark.LastEventMs, GapShortfall.BotAbsent);

        // A session that this guild never appeared in says nothing of it: only its own last event does.
        var heard = Snapshot == Snapshot.None || (lostSessionId is not null && (lostSessionId == Snapshot.SessionId || (lostSessionId == _sessionBefore && lostSessionId != _sessionOfOutage)));
        if (!heard || connectedUntilMs is not { } until) return Between(Watermark.LastEventMs, Watermark.LastEventMs, GapShortfall.None);

        // Events of a guild are applied in order, so whatever came before its newest message was applied too.
        var newest = Watermark.LastMessageId > 0 ? Snowflake.UnixMsOf(Watermark.LastMessageId) : 0;
        return Between(Math.Max(until, newest), until, GapShortfall.None);

        Gap? Between(long fromMs, long searchFromMs, GapShortfall shortfall) => fromMs <= 0 || fromMs >= atMs
            ? null
            : new Gap(atMs, fromMs, atMs, MessageIdAt(searchFromMs - Gap.MarginMs), GapState.Open, shortfall, 0, 0);
    }

    /// <summary>
    /// Notes the snapshot and the gap before it, with the channels and threads that may hold messages of it. <paramref name="listed"/>:
    /// those of the snapshot, with their last message id (null = not told).
    /// </summary>
    public void SnapshotTaken(string sessionId, long atMs, Gap? gap, IReadOnlyDictionary<long, long?> listed)
    {
        Snapshot = new Snapshot(sessionId, atMs);
        Changes.Snapshot = Snapshot;
        if (gap is null || _gaps.ContainsKey(gap.Id)) return;
        var channels = gap.Shortfall.HasFlag(GapShortfall.BotAbsent) ? [] : ChannelsOf(gap, listed);
        _gaps[gap.Id] = gap;
        _gapChannels[gap.Id] = channels.ToDictionary(c => c.ChannelId);
        Changes.Gaps[gap.Id] = gap;
        foreach (var channel in channels) Changes.GapChannels[(gap.Id, channel.ChannelId)] = channel;
        CloseIfDone(gap.Id);
    }

    /// <summary>Whether the page would be the gap's last: its XP is settled with it.</summary>
    public bool IsLastPage(GapPage page) =>
        page.End != GapPageEnd.More && _gapChannels.TryGetValue(page.GapId, out var channels)
        && channels.Values.All(c => c.State != GapChannelState.Open || c.ChannelId == page.ChannelId);

    /// <summary>The time (Unix ms, both included) whose XP is settled when the gap closes; empty when the second is smaller.</summary>
    public (long FromMs, long UntilMs) SettledTimeOf(long gapId) =>
        _gaps.TryGetValue(gapId, out var gap) ? (gap.FromMs + Rules.Message.LongestWaitMs, gap.UntilMs - (2 * Rules.Message.LongestWaitMs)) : (0, -1);

    /// <summary>
    /// Counts what was found as if it had been heard. <paramref name="known"/>: ids of the page that are stored already; new ones are
    /// added. The cursor moves forward only: a page that comes twice changes nothing the second time. Members who wrote must be remembered.
    /// </summary>
    /// <remarks>
    /// XP does not depend on the order in which channels are looked through. A found message earns nothing by itself, but in the
    /// last cooldown before the gap's end, where the ordinary rule holds. When the gap closes, <see cref="Settle"/> lets each
    /// member's messages of the time between earn in order. All awards of a member lie a cooldown apart, so there are never
    /// more of them than hearing everything in order would have given; LastXpAt never moves back.
    /// </remarks>
    public void Examine(GapPage page, ISet<long> known, long nowMs)
    {
        if (!_gaps.TryGetValue(page.GapId, out var gap) || !_gapChannels[gap.Id].TryGetValue(page.ChannelId, out var channel)) return;
        if (channel.State != GapChannelState.Open || page.Cursor < channel.Cursor) return;
        var (examined, found) = (0, 0);
        foreach (var message in page.Messages)
        {
            if (message.MessageId <= channel.Cursor || message.MessageId > Math.Min(page.Cursor, gap.LastMessageId)) continue;
            examined++;
            if (known.Add(message.MessageId) && Found(gap, page.ChannelId, message, nowMs)) found++;
        }

        var state = StateAfter(page.End, gap, channel);
        channel = channel with { Cursor = page.Cursor, State = state };
        _gapChannels[gap.Id][channel.ChannelId] = channel;
        Changes.GapChannels[(gap.Id, channel.ChannelId)] = channel;
        gap = gap with { Examined = gap.Examined + examined, Found = gap.Found + found, Shortfall = gap.Shortfall | ShortfallOf(state) };
        _gaps[gap.Id] = gap;
        Changes.Gaps[gap.Id] = gap;
    }

    /// <summary>
    /// Closes the gap when all its channels are through, and lets its messages earn: <paramref name="messages"/> are people's in
    /// <see cref="SettledTimeOf"/>, in any order. No award outside that time is less than a cooldown away from it.
    /// </summary>
    public void Settle(long gapId, IEnumerable<PersonsMessage> messages)
    {
        if (!CloseIfDone(gapId)) return;
        var lastAwards = new Dictionary<long, long>();
        foreach (var (messageId, channelId, authorId) in messages.OrderBy(m => m.MessageId))
        {
            var atMs = Snowflake.UnixMsOf(messageId);
            var member = _members[authorId];
            if (!member.IsCountedAt(atMs)) continue;
            var draw = Rules.Message.Award(messageId, atMs, lastAwards.TryGetValue(authorId, out var last) ? last : null);
            var xp = draw == 0 ? 0 : (long)draw * PercentFor(member, channelId, atMs) / 100;
            if (xp == 0) continue;
            lastAwards[authorId] = atMs;
            member.LastXpAtMs = Math.Max(member.LastXpAtMs ?? 0, atMs);
            // Roles are given; that it happened is no news any more.
            Gain(member, xp, channelId, atMs, receivedAtMs: atMs + NewsMs + 1);
        }
    }

    private bool Found(Gap gap, long channelId, in FoundMessage m, long nowMs)
    {
        var atMs = Snowflake.UnixMsOf(m.MessageId);
        if (m.MessageId <= 0 || atMs > nowMs + FutureToleranceMs) return false;
        if (!m.FromBot && !_members[m.AuthorId].IsCountedAt(atMs)) return Passed(m.MessageId, atMs);
        Count(m.MessageId, channelId, m.AuthorId, m.FromBot, atMs);
        if (!m.FromBot)
        {
            var member = _members[m.AuthorId];
            member.Messages++;
            Earned(member);
            if (atMs > gap.UntilMs - Rules.Message.LongestWaitMs) Earn(member, m.MessageId, channelId, null, atMs, nowMs);
        }

        // REST tells no nicknames: a name that is known stays.
        if (m.IsMember && _members[m.AuthorId] is { Name: null } unnamed) See(unnamed, m.Name, m.Avatar, m.FromBot);
        return true;
    }

    private bool CloseIfDone(long gapId)
    {
        if (!_gaps.TryGetValue(gapId, out var gap) || _gapChannels[gapId].Values.Any(c => c.State == GapChannelState.Open)) return false;
        Changes.Gaps[gapId] = gap with { State = gap.Shortfall == GapShortfall.None ? GapState.Filled : GapState.Partial };
        _gaps.Remove(gapId);
        _gapChannels.Remove(gapId);
        return true;
    }

    private List<GapChannel> ChannelsOf(Gap gap, IReadOnlyDictionary<long, long?> listed)
    {
        var oldest = MessageIdAt(gap.UntilMs - UnlistedThreadAgeMs);
        var unlisted = _channels.Values
            .Where(c => IsThread(c.Type) && !c.IsDeleted && c.Id > oldest && !listed.ContainsKey(c.Id))
            .OrderByDescending(c => c.Id).Take(MostUnlistedThreads);
        return [.. listed.Keys.Select(id => _channels[id]).Where(MayHoldMessages).Concat(unlisted)
            .Select(c => new GapChannel(c.Id, gap.AfterMessageId, GapChannelState.Open, listed.GetValueOrDefault(c.Id) ?? 0))
            .Where(c => c.LastMessageId == 0 || c.LastMessageId > gap.AfterMessageId)];
    }

    // Forums and categories hold none themselves. A channel without a name was never seen: it is not counted when heard either.
    private static bool MayHoldMessages(Channel c) => c is { Type: 0 or 2 or 5 or 10 or 11 or 12 or 13, Name: not null };

    private static GapChannelState StateAfter(GapPageEnd end, Gap gap, GapChannel channel) => end switch
    {
        GapPageEnd.More => GapChannelState.Open,
        GapPageEnd.MissingAccess => GapChannelState.MissingAccess,
        GapPageEnd.Deleted => GapChannelState.Deleted,
        GapPageEnd.OverBudget => GapChannelState.OverBudget,
        GapPageEnd.Empty when channel.Cursor == gap.AfterMessageId && channel.LastMessageId > channel.Cursor => GapChannelState.NothingReadable,
        _ => GapChannelState.Filled,
    };

    private static GapShortfall ShortfallOf(GapChannelState state) => state switch
    {
        GapChannelState.MissingAccess => GapShortfall.MissingAccess,
        GapChannelState.Deleted => GapShortfall.ChannelDeleted,
        GapChannelState.OverBudget => GapShortfall.OverBudget,
        GapChannelState.NothingReadable => GapShortfall.NothingReadable,
        _ => GapShortfall.None,
    };

    private static long MessageIdAt(long unixMs) => Snowflake.At(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, unixMs)));
}
