using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>
    /// Credits what was earned in voice until now. Between two changes of who is where and how, nothing that the rules look at changes,
    /// so it may be called as often as one likes and the sums stay the same.
    /// </summary>
    public void SettleVoice(long atMs)
    {
        if (Rules.Voice.IsOff) return;
        foreach (var session in _inVoice.Values.ToList()) SettleVoiceOf(session, atMs);
    }

    private void SettleVoiceIn(long channelId, long atMs)
    {
        if (Rules.Voice.IsOff) return;
        foreach (var session in _inVoice.Values.Where(s => s.ChannelId == channelId).ToList()) SettleVoiceOf(session, atMs);
    }

    // Time that nobody watched, or that other rules were for, earns nothing by these.
    private void StartVoiceEarnings(long atMs)
    {
        if (Rules.Voice.IsOff) return;
        foreach (var session in _inVoice.Values.ToList()) Keep(session with { SettledAtMs = Math.Max(atMs, session.StartedAtMs) });
    }

    private void SettleVoiceOf(VoiceSession session, long atMs)
    {
        var from = session.SettledAtMs ?? session.StartedAtMs;
        if (Rules.Voice.IsOff || atMs <= from) return;
        var units = session.EarnedUnits;
        var isForbidden = Rules.Voice.Forbids(session.State, IsHeard(session), session.ChannelId == Identity.AfkChannelId);
        if (!isForbidden)
        {
            var member = _members[session.UserId];
            while (from < atMs)
            {
                var hour = HourOf(from);
                var until = Math.Min(atMs, Rules.Events.Count == 0 ? hour.EndMs : hour.EndOfMinute(from));
                var earned = units + Rules.Voice.UnitsFor(until - from, Rules.PercentFor(PlaceOf(session.ChannelId), member.RoleIds, hour.MinuteOf(from)));
                var xp = (earned / VoiceXpRule.UnitsPerXp) - (units / VoiceXpRule.UnitsPerXp);
                if (xp > 0) Gain(member, xp, session.ChannelId, until - 1, until);
                (units, from) = (earned, until);
            }
        }

        Keep(session with { EarnedUnits = units, SettledAtMs = atMs });
    }

    private bool IsHeard(VoiceSession session) => _inVoice.Values.Any(other =>
        other.ChannelId == session.ChannelId && other.UserId != session.UserId && (other.State & (VoiceState.SelfDeafened | VoiceState.ServerDeafened)) == 0);

    private void Keep(VoiceSession session)
    {
        _inVoice[session.UserId] = session;
        Changes.VoiceSessions[(session.UserId, session.StartedAtMs)] = session;
    }
}
