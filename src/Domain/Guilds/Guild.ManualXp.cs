using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>
    /// Changes a member's XP by hand, between 0 and <see cref="XpCurve.MostXp"/>; it counts in all, not towards a week or a month.
    /// Nothing is noted when nothing changes.
    /// </summary>
    /// <param name="amount">0 or more; ignored by <see cref="XpEdit.Reset"/>.</param>
    public XpEdited EditXp(long userId, XpEdit edit, long amount, Actor actor, long atMs, string? requestKey = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var before = _members[userId].Xp;
        var most = Math.Min(amount, XpCurve.MostXp);
        return edit switch
        {
            XpEdit.Give => Move(userId, before + most, AuditKind.XpGiven, actor, atMs, 0, requestKey),
            XpEdit.Take => Move(userId, before - most, AuditKind.XpTaken, actor, atMs, 0, requestKey),
            XpEdit.Set => Move(userId, most, AuditKind.XpSet, actor, atMs, 0, requestKey),
            _ => Move(userId, 0, AuditKind.XpReset, actor, atMs, 0, requestKey),
        };
    }

    /// <summary>Takes an edit back: what it added is taken, what it took is given. What was earned since stays.</summary>
    public XpEdited UndoEdit(long userId, long before, long after, long auditId, Actor actor, long atMs, string? requestKey = null) =>
        Move(userId, _members[userId].Xp + before - after, AuditKind.XpUndone, actor, atMs, auditId, requestKey, isAlwaysNoted: true);

    private XpEdited Move(long userId, long wanted, AuditKind kind, Actor actor, long atMs, long undoesId, string? requestKey, bool isAlwaysNoted = false)
    {
        var member = _members[userId];
        var (before, after) = (member.Xp, Math.Clamp(wanted, 0, XpCurve.MostXp));
        if (before == after && !isAlwaysNoted) return new XpEdited(userId, before, after, 0);
        member.Xp = after;
        Earned(member);
        // Roles follow; that somebody was given a level is no news.
        Honour(member, before, 0, atMs, receivedAtMs: atMs + NewsMs + 1);
        return new XpEdited(userId, before, after, Note(actor, kind, userId, XpInAudit.Write(before), XpInAudit.Write(after), atMs, undoesId, requestKey));
    }
}
