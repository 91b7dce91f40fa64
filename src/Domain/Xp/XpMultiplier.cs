namespace CommunityIntel.Domain.Xp;

public enum XpTarget
{
    /// <summary>A channel, a category or a thread.</summary>
    Channel = 0,
    Role = 1,
}

/// <summary>XP is multiplied by so many hundredths: 0 = nothing is earned, 100 = as usual, 200 = double.</summary>
public sealed record XpMultiplier(XpTarget Target, long Id, int Percent);

/// <summary>Where something was earned: the channel itself (a thread, perhaps), its parent and its category; 0 = there is none.</summary>
public readonly record struct XpPlace(long ChannelId, long ParentId, long CategoryId);

/// <summary>
/// How multipliers stack. Place: a thread's own one counts, else its channel's, else its category's, else 100 %. Roles: the largest of
/// a member's. Timed events: the largest that is on. The three are multiplied with each other and capped; 0 % anywhere always wins.
/// </summary>
public sealed class XpMultipliers
{
    public const int MostPercent = 1_000;

    private readonly Dictionary<long, int> _places;
    private readonly Dictionary<long, int> _roles;

    public XpMultipliers(IEnumerable<XpMultiplier> all)
    {
        var list = all.ToList();
        _places = list.Where(m => m.Target == XpTarget.Channel).ToDictionary(m => m.Id, m => m.Percent);
        _roles = list.Where(m => m.Target == XpTarget.Role).ToDictionary(m => m.Id, m => m.Percent);
    }

    /// <param name="eventPercent">Of the timed events that are on; 100 = none is.</param>
    /// <returns>0 to <see cref="MostPercent"/>.</returns>
    public int PercentFor(XpPlace place, IReadOnlyList<long> roleIds, int eventPercent)
    {
        var total = (long)PlacePercent(place) * RolePercent(roleIds) * eventPercent / 10_000;
        return (int)Math.Min(total, MostPercent);
    }

    private int PlacePercent(XpPlace place) =>
        _places.Count == 0 ? 100
        : IsZero(place.ChannelId) || IsZero(place.ParentId) || IsZero(place.CategoryId) ? 0
        : _places.TryGetValue(place.ChannelId, out var own) ? own
        : _places.TryGetValue(place.ParentId, out var parent) ? parent
        : _places.GetValueOrDefault(place.CategoryId, 100);

    private int RolePercent(IReadOnlyList<long> roleIds)
    {
        if (_roles.Count == 0) return 100;
        int? largest = null;
        foreach (var roleId in roleIds)
        {
            if (!_roles.TryGetValue(roleId, out var percent)) continue;
            if (percent == 0) return 0;
            largest = Math.Max(largest ?? 0, percent);
        }

        return largest ?? 100;
    }

    private bool IsZero(long id) => _places.TryGetValue(id, out var percent) && percent == 0;
}
