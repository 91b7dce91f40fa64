using CommunityIntel.Domain.Voice;

namespace CommunityIntel.Domain.Guilds;

/// <summary>
/// Two sessions hear the same while the number of shards changes, each by a clock of its own. What the later one says of somebody's voice and what is not later
/// than the earlier one's last word is passed over; but the last that is passed over is how they are, by whichever clock.
/// </summary>
public sealed partial class Guild
{
    // Null: out of voice.
    private readonly Dictionary<long, VoicePlace?> _passedOver = [];

    // Who was let go by what was passed over: what follows may say that they came back.
    private readonly HashSet<long> _letGo = [];

    /// <summary>After the facts of a batch of the overlap: who is in voice by the earlier session's last word and left by the later one's has left.</summary>
    public void SettleOverlap()
    {
        foreach (var (userId, place) in _passedOver)
        {
            if (place is null && _inVoice.TryGetValue(userId, out var open))
            {
                LeaveAsLastHeard(open);
                _letGo.Add(userId);
            }
            else if (place is not null && _letGo.Contains(userId))
            {
                GoWhereLastHeard(userId, place);
            }
        }
    }

    /// <summary>Before the first facts that no other session delivered: also who is somewhere else by then than was heard.</summary>
    public void EndOverlap()
    {
        foreach (var (userId, place) in _passedOver) GoWhereLastHeard(userId, place);
        _passedOver.Clear();
        _letGo.Clear();
    }

    private void GoWhereLastHeard(long userId, VoicePlace? place)
    {
        if (!_members.TryGetValue(userId, out var member) || member.VoiceChangedAtMs is not { } at) return;
        var open = _inVoice.GetValueOrDefault(userId);
        if (open?.ChannelId == place?.ChannelId) return;
        if (open is not null) LeaveAsLastHeard(open);
        if (place is { } entered) OpenVoice(userId, entered, at, estimated: false);
    }

    private void LeaveAsLastHeard(VoiceSession open)
    {
        if (!_members.TryGetValue(open.UserId, out var member) || member.VoiceChangedAtMs is not { } at) return;
        SettleVoiceIn(open.ChannelId, at);
        CloseVoice(_inVoice[open.UserId], at, estimated: false);
        Happened(at);
    }
}
