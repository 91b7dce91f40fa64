using CommunityIntel.Domain.Invites;
using CommunityIntel.Domain.Privacy;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>For how long who used an invite up may come after it was found to be gone: a look can overtake what the gateway tells.</summary>
    private const long UndecidedMs = 2 * 60_000;

    private readonly Dictionary<string, Invite> _invites = [];
    private readonly List<SeenInvite> _undecided = [];
    private int _joinsSinceLook;

    /// <summary>Null: never.</summary>
    public InviteLook? InvitesLookedAt { get; private set; }

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreInvites(InviteLook? look, IEnumerable<Invite> listed)
    {
        InvitesLookedAt = look;
        foreach (var invite in listed) _invites[invite.Code] = invite;
    }

    /// <summary>Discord does not list the guild's invites to the bot.</summary>
    public void InvitesRefused(long atMs)
    {
        if (InvitesLookedAt is { } last && (atMs <= last.AtMs || last.IsRefused)) return;
        Looked(new InviteLook(atMs, IsRefused: true));
    }

    /// <summary>
    /// All invites as they were at one time: what they were used since the look before is counted for the local day of this one. At the
    /// first look nothing is known of what came before. A look that is not later than the last changes nothing. Makers must be remembered.
    /// </summary>
    public void InvitesListed(IReadOnlyCollection<Invite> listed, long atMs)
    {
        if (InvitesLookedAt is { } last && atMs <= last.AtMs) return;
        var date = HourOf(atMs).Date;
        var explained = 0;
        foreach (var told in listed.Select(Counted))
        {
            var known = _invites.GetValueOrDefault(told.Code);
            // An older list that comes later takes nothing back.
            var invite = known is null ? told : told with { Uses = Math.Max(known.Uses, told.Uses) };
            var used = invite.Uses - (known?.Uses ?? (IsNewSinceLook(invite) ? 0 : invite.Uses));
            if (known == invite) continue;
            _invites[invite.Code] = invite;
            Changes.Invites[invite.Code] = new SeenInvite(invite, null);
            explained += Used(invite.Code, date, used);
        }

        foreach (var gone in _invites.Values.ExceptBy(listed.Select(i => i.Code), i => i.Code).Select(Counted).ToList())
        {
            var seen = new SeenInvite(gone, atMs);
            Changes.Invites[gone.Code] = seen;
            _invites.Remove(gone.Code);
            if (gone.MaxUses > gone.Uses && (gone.ExpiresAtMs is not { } expires || expires > atMs)) _undecided.Add(seen);
        }

        // The use that uses an invite up also takes it off the list. It is taken for that when as many came whom nothing else explains.
        _undecided.RemoveAll(u => atMs - u.GoneAtMs > UndecidedMs);
        foreach (var (gone, goneAtMs) in _undecided.ToList())
        {
            var rest = gone.MaxUses - gone.Uses;
            if (rest > _joinsSinceLook - explained) continue;
            explained += Used(gone.Code, date, rest);
            Changes.Invites[gone.Code] = new SeenInvite(gone with { Uses = gone.MaxUses }, goneAtMs);
            _undecided.RemoveAll(u => u.Invite == gone);
        }

        Looked(new InviteLook(atMs, IsRefused: false));
    }

    private bool IsNewSinceLook(Invite invite) => InvitesLookedAt is { IsRefused: false } last && invite.CreatedAtMs > last.AtMs;

    // Whoever asked not to be counted is not named as the maker either. An invite that is older than the last deletion may be the deleted one's.
    private Invite Counted(Invite invite)
    {
        var isNamed = _invites.TryGetValue(invite.Code, out var known) ? known.UserId is not null : invite.CreatedAtMs > MembersForgottenAtMs;
        var isAsked = invite.UserId is { } maker && _choices.TryGetValue(maker, out var chosen) && chosen.HasFlag(PrivacyChoices.StopCollecting);
        return isNamed && !isAsked ? invite : invite with { UserId = null };
    }

    private int Used(string code, DateOnly date, int times)
    {
        if (times <= 0) return 0;
        Changes.InviteJoins[(date, code)] = Changes.InviteJoins.GetValueOrDefault((date, code)) + times;
        return times;
    }

    private void Looked(InviteLook look)
    {
        InvitesLookedAt = look;
        Changes.InviteLook = look;
        _joinsSinceLook = 0;
    }
}
