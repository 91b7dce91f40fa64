using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Xp;

/// <summary>A member's XP of now.</summary>
public readonly record struct MemberXp(long UserId, long Xp);

/// <summary>A reward role that so many members would gain and so many lose.</summary>
public sealed record RoleShift(LevelRole Role, int Gained, int Lost);

/// <summary>How many members would be at a higher or a lower level. <c>Roles</c>: those that anybody would gain or lose.</summary>
public sealed record LevelShift(int Up, int Down, IReadOnlyList<RoleShift> Roles)
{
    public static LevelShift None { get; } = new(0, 0, []);
}

/// <summary>What other rules would have made of messages that were written, and of the XP that members have.</summary>
public static class XpForecast
{
    /// <summary>
    /// XP that the messages earn by these rules, by author, as if nothing had been earned before them. The same as a guild gives for them;
    /// texts are not kept, so checks of texts let everything pass. Roles are those of now.
    /// </summary>
    /// <param name="messages">People's, in any order.</param>
    public static Dictionary<long, long> Earned(
        XpRules rules, IEnumerable<PersonsMessage> messages, Func<long, IReadOnlyList<long>> rolesOf, Func<long, XpPlace> placeOf, ILocalCalendar calendar)
    {
        var earned = new Dictionary<long, long>();
        var lastAwards = new Dictionary<long, long>();
        var hour = default(LocalHour);
        foreach (var m in messages.OrderBy(m => m.MessageId))
        {
            var atMs = Snowflake.UnixMsOf(m.MessageId);
            var draw = rules.Message.Award(m.MessageId, atMs, lastAwards.TryGetValue(m.AuthorId, out var last) ? last : null);
            if (draw == 0) continue;
            if (!hour.Holds(atMs)) hour = calendar.HourOf(atMs);
            var xp = (long)draw * rules.PercentFor(placeOf(m.ChannelId), rolesOf(m.AuthorId), hour.MinuteOf(atMs)) / 100;
            if (xp == 0) continue;
            lastAwards[m.AuthorId] = atMs;
            earned[m.AuthorId] = earned.GetValueOrDefault(m.AuthorId) + xp;
        }

        return earned;
    }

    /// <summary>How levels and reward roles differ between XP on one curve and other XP on another.</summary>
    /// <param name="members">Everybody's XP before and after.</param>
    public static LevelShift Shift(IEnumerable<(long Before, long After)> members, XpCurve before, XpCurve after, LevelRewards rewards)
    {
        var (up, down) = (0, 0);
        var gained = new Dictionary<long, int>();
        var lost = new Dictionary<long, int>();
        foreach (var (xpBefore, xpAfter) in members)
        {
            var (levelBefore, levelAfter) = (before.LevelOf(xpBefore), after.LevelOf(xpAfter));
            if (levelBefore == levelAfter) continue;
            if (levelAfter > levelBefore) up++;
            else down++;
            if (rewards.Roles.Count == 0) continue;
            var (had, has) = (rewards.RolesAt(levelBefore).Granted, rewards.RolesAt(levelAfter).Granted);
            foreach (var role in has.Except(had)) gained[role] = gained.GetValueOrDefault(role) + 1;
            foreach (var role in had.Except(has)) lost[role] = lost.GetValueOrDefault(role) + 1;
        }

        var roles = rewards.Roles.Select(r => new RoleShift(r, gained.GetValueOrDefault(r.RoleId), lost.GetValueOrDefault(r.RoleId))).Where(r => r.Gained + r.Lost > 0);
        return new LevelShift(up, down, [.. roles]);
    }
}
