using CommunityIntel.Domain.Privacy;

namespace CommunityIntel.Domain.Guilds;

/// <summary>Choices of a member to be written: as they hold now, and from when on (Unix ms) they are counted; null = always.</summary>
public readonly record struct ChosenPrivacy(PrivacyChoices Choices, long? CountsFromMs);

public sealed partial class Guild
{
    private readonly Dictionary<long, PrivacyChoices> _choices = [];
    private readonly HashSet<long> _hidden = [];

    /// <summary>Members who chose anything, as far as this guild was told: all that are stored, and who was remembered since.</summary>
    public IReadOnlyDictionary<long, PrivacyChoices> Choices => _choices;

    /// <summary>Members who are not to be shown to others, nor counted in their ranks.</summary>
    public IReadOnlySet<long> HiddenMembers => _hidden;

    /// <summary>When a member was last deleted (Unix ms); 0 = never.</summary>
    public long MembersForgottenAtMs { get; private set; }

    /// <summary>Puts back what was durable; called once, before the first fact.</summary>
    public void RestorePrivacy(IEnumerable<KeyValuePair<long, PrivacyChoices>> choices, long membersForgottenAtMs)
    {
        MembersForgottenAtMs = membersForgottenAtMs;
        foreach (var (userId, chosen) in choices) Note(userId, chosen);
    }

    /// <summary>How a member appears to a viewer; 0 = to nobody in particular.</summary>
    public Appearance AppearanceOf(long userId, long viewerId)
    {
        if (userId == viewerId || !_choices.TryGetValue(userId, out var chosen)) return Appearance.Shown;
        return chosen.HasFlag(PrivacyChoices.Hide) ? Appearance.Hidden : chosen.HasFlag(PrivacyChoices.Anonymise) ? Appearance.Nameless : Appearance.Shown;
    }

    /// <summary>
    /// What a member chose at <paramref name="atMs"/>. Said again it changes nothing. Who stops in voice has left at that instant.
    /// The member and whoever is in voice must be remembered.
    /// </summary>
    public void Choose(long userId, PrivacyChoices choices, long? countsFromMs, long atMs)
    {
        var member = _members[userId];
        if (choices.HasFlag(PrivacyChoices.StopCollecting) && _inVoice.TryGetValue(userId, out var open))
        {
            SettleVoiceIn(open.ChannelId, atMs);
            CloseVoice(_inVoice[userId], atMs, estimated: false);
        }

        member.Privacy = choices;
        member.CountsFromMs = Math.Max(member.CountsFromMs, countsFromMs ?? 0);
        Note(userId, choices);
        if (!Appears(member)) Changes.Texts.ForgetAuthor(userId);
        Changes.Privacy[userId] = new ChosenPrivacy(choices, member.CountsFromMs == 0 ? null : member.CountsFromMs);
    }

    /// <summary>
    /// The person was never here. What they did stays in sums that name nobody; what is told later of the time before is not
    /// counted for anybody new to the guild. Whoever is in voice must be remembered.
    /// </summary>
    public void Forget(long userId, long atMs)
    {
        if (_inVoice.TryGetValue(userId, out var open)) SettleVoiceIn(open.ChannelId, atMs);
        _inVoice.Remove(userId);
        _members.Remove(userId);
        _seats.Remove(userId);
        Note(userId, PrivacyChoices.None);
        _undecided.RemoveAll(u => u.Invite.UserId == userId);
        foreach (var code in _invites.Values.Where(i => i.UserId == userId).Select(i => i.Code).ToList()) _invites.Remove(code);
        if (Identity.OwnerId == userId) Identify(Identity with { OwnerId = 0 });
        MembersForgottenAtMs = Math.Max(MembersForgottenAtMs, atMs);
        Changes.Forget(userId, atMs);
    }

    // Who hides or has no name here is not announced either.
    private static bool Appears(Member member) => member.Privacy == PrivacyChoices.None;

    private void Note(long userId, PrivacyChoices choices)
    {
        if (choices == PrivacyChoices.None) _choices.Remove(userId);
        else _choices[userId] = choices;
        if (choices.HasFlag(PrivacyChoices.Hide)) _hidden.Add(userId);
        else _hidden.Remove(userId);
    }

    // Whoever is stored at all has a profile: that is how a person's guilds are found when they ask for what is known of them.
    private void Earned(Member member)
    {
        Changes.Earnings.Add(member);
        Register(member);
    }

    private void Register(Member member)
    {
        if (member.IsStored) return;
        member.IsStored = true;
        Changes.Profiles.Add(member);
    }
}
