using CommunityIntel.Domain.Voice;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>A member's voice state; <paramref name="channelId"/> null = left. Bots are not counted. A leave without a join changes nothing.</summary>
    /// <param name="roleIds">Null = not told.</param>
    public void VoiceStateChanged(
        long userId, long? channelId, bool isBot, string? name, string? avatar, long atMs, VoiceState state = VoiceState.None, IReadOnlyList<long>? roleIds = null)
    {
        if (isBot) return;
        var member = _members[userId];
        if (!member.IsCountedAt(atMs)) return;
        if (IsOverlap && atMs <= member.VoiceChangedAtMs)
        {
            _passedOver[userId] = channelId is { } passed ? new VoicePlace(passed, state) : null;
            return;
        }

        _passedOver.Remove(userId);
        member.VoiceChangedAtMs = atMs;
        if (name is not null) See(member, name, avatar, isBot: false);
        HasRoles(member, roleIds, atMs);
        if (_inVoice.TryGetValue(userId, out var open))
        {
            if (open.ChannelId == channelId && open.State == state) return;
            SettleVoiceIn(open.ChannelId, atMs);
            if (open.ChannelId == channelId)
            {
                Keep(_inVoice[userId] with { State = state });
                Happened(atMs);
                return;
            }

            CloseVoice(_inVoice[userId], atMs, estimated: false);
        }

        if (channelId is { } entered)
        {
            SettleVoiceIn(entered, atMs);
            OpenVoice(userId, new VoicePlace(entered, state), atMs, estimated: false);
        }

        Happened(atMs);
    }

    /// <summary>
    /// The guild as Discord shows it now: its record, its channels, and who is in voice. A stay that is no longer there ended
    /// somewhere since <paramref name="connectedUntilMs"/> and is cut at a stated cap; a stay found now began unobserved.
    /// </summary>
    public void Available(
        GuildIdentity identity, IEnumerable<Channel> channels, IReadOnlyDictionary<long, VoicePlace> voice, long atMs, long? connectedUntilMs)
    {
        // Not before anything that was seen: a snapshot is never older than the last event.
        var known = Math.Min(atMs, Math.Max(connectedUntilMs ?? 0, Watermark.LastEventMs));
        SettleVoice(known);
        Identify(identity with { FirstDate = Identity.FirstDate, BotPresent = true });
        var seen = new HashSet<long>();
        foreach (var channel in channels)
        {
            seen.Add(channel.Id);
            ChannelChanged(channel);
        }

        foreach (var gone in _channels.Values.Where(c => !c.IsDeleted && !IsThread(c.Type) && !seen.Contains(c.Id)).ToList())
        {
            ChannelChanged(gone with { IsDeleted = true });
            ForgetTextsIn(gone.Id);
        }

        foreach (var open in _inVoice.Values.ToList())
        {
            var stays = voice.TryGetValue(open.UserId, out var place) && place.ChannelId == open.ChannelId;
            if (stays && atMs - known <= VoiceRules.UncertainCapMs)
            {
                if (place.State != open.State) Keep(open with { State = place.State });
                continue;
            }

            CloseVoice(open, VoiceRules.EstimatedEnd(open.StartedAtMs, known, atMs), estimated: true);
        }

        foreach (var (userId, place) in voice)
        {
            if (!_inVoice.ContainsKey(userId) && _members[userId].IsCountedAt(atMs)) OpenVoice(userId, place, atMs, estimated: true);
        }

        // How they were in voice meanwhile is not known: that time earns nothing.
        StartVoiceEarnings(atMs);

        if (atMs > Watermark.LastEventMs) Watermark = Watermark with { LastEventMs = atMs };
    }

    private void OpenVoice(long userId, VoicePlace place, long atMs, bool estimated)
    {
        Register(_members[userId]);
        Keep(new VoiceSession(userId, place.ChannelId, atMs, null, estimated) { State = place.State });
    }

    private void CloseVoice(VoiceSession open, long atMs, bool estimated)
    {
        var closed = open with { EndedAtMs = Math.Max(open.StartedAtMs, atMs), IsEstimated = open.IsEstimated || estimated };
        _inVoice.Remove(open.UserId);
        Changes.VoiceSessions[(open.UserId, open.StartedAtMs)] = closed;
        Credit(closed);
    }

    // Seconds go to the local hours and days in which they were spent; the parts add up to the whole.
    private void Credit(VoiceSession closed)
    {
        var end = closed.EndedAtMs!.Value;
        for (var from = closed.StartedAtMs; from < end;)
        {
            var hour = HourOf(from);
            var to = Math.Min(end, hour.EndMs);
            var seconds = (to / 1000) - (from / 1000);
            if (seconds > 0)
            {
                Changes.Hour(hour, closed.ChannelId).VoiceSeconds += seconds;
                Changes.MemberDay(hour.Date, closed.UserId).VoiceSeconds += seconds;
                var member = _members[closed.UserId];
                member.VoiceSeconds += seconds;
                Earned(member);
            }

            from = to;
        }
    }

    private static bool IsThread(int channelType) => channelType is 10 or 11 or 12;
}
