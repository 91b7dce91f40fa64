namespace CommunityIntel.Domain.Xp;

/// <summary>A member's place by XP: more is ahead, of equal XP the lower id. No two members compare equal.</summary>
public readonly record struct XpStanding(long Xp, long UserId)
{
    public static Comparer<XpStanding> BestFirst { get; } = Comparer<XpStanding>.Create((one, other) =>
        one.Xp != other.Xp ? other.Xp.CompareTo(one.Xp) : one.UserId.CompareTo(other.UserId));
}

/// <summary>
/// A stretch of the standings: those behind <c>After</c> (null = from the first on), of whom <c>Ahead</c> are ahead of the
/// stretch. It holds few enough that they can be counted.
/// </summary>
public readonly record struct XpStretch(int Ahead, XpStanding? After);

/// <summary>
/// How many stand where among all who have XP, without holding them: every <see cref="Step"/>th standing and the exact number between
/// two of these. A rank is a sum over the stretches before plus a count inside one; a page begins inside one. Whoever moves is
/// told with <see cref="Move"/>; a stretch in which more than <see cref="MostInStretch"/> have gathered is to be cut with <see cref="Cut"/>.
/// </summary>
public sealed class XpStandings
{
    public const int Step = 1_000;
    public const int MostInStretch = 2_000;

    // The last standing of each stretch but the last, which has no end; best first. One count more than ends.
    private readonly List<XpStanding> _ends;
    private readonly List<int> _counts;

    /// <param name="ends">The standings at places <see cref="Step"/>, 2 × <see cref="Step"/>, … of all <paramref name="total"/>.</param>
    public XpStandings(IReadOnlyList<XpStanding> ends, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if (total / Step != ends.Count) throw new ArgumentException($"{total} members have {total / Step} ends, not {ends.Count}", nameof(ends));
        for (var i = 1; i < ends.Count; i++)
            if (XpStanding.BestFirst.Compare(ends[i - 1], ends[i]) >= 0) throw new ArgumentException("ends are told best first", nameof(ends));
        _ends = [.. ends];
        _counts = [.. Enumerable.Repeat(Step, ends.Count), total - (ends.Count * Step)];
        Total = total;
    }

    public int Total { get; private set; }

    public int Stretches => _counts.Count;

    /// <summary>A member's XP changed; null = has no place (before the first XP, or no more).</summary>
    public void Move(long userId, long? before, long? after)
    {
        if (before == after) return;
        if (before is { } from) Add(new XpStanding(from, userId), -1);
        if (after is { } to) Add(new XpStanding(to, userId), 1);
    }

    /// <summary>The stretch that a standing belongs to, whether anybody has it or not.</summary>
    public XpStretch StretchOf(XpStanding standing) => At(IndexOf(standing));

    /// <summary>The stretch of the place behind <paramref name="skip"/> others; the last one when there are fewer.</summary>
    public XpStretch StretchBehind(int skip)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        var (index, ahead) = (0, 0);
        while (index < _ends.Count && ahead + _counts[index] <= skip) ahead += _counts[index++];
        return new XpStretch(ahead, index == 0 ? null : _ends[index - 1]);
    }

    /// <summary>A stretch to be cut; null = none.</summary>
    public XpStretch? Crowded
    {
        get
        {
            var index = _counts.FindIndex(count => count > MostInStretch);
            return index < 0 ? null : At(index);
        }
    }

    /// <summary>Ends the stretch at its <see cref="Step"/>th standing; the others become a stretch of their own.</summary>
    public void Cut(XpStretch stretch, XpStanding standingAtStep)
    {
        var index = IndexOf(standingAtStep);
        if (At(index) != stretch) throw new ArgumentException("the standing is not in the stretch", nameof(standingAtStep));
        _ends.Insert(index, standingAtStep);
        _counts.Insert(index, Step);
        _counts[index + 1] -= Step;
    }

    private XpStretch At(int index) => new(_counts.Take(index).Sum(), index == 0 ? null : _ends[index - 1]);

    private int IndexOf(XpStanding standing)
    {
        var found = _ends.BinarySearch(standing, XpStanding.BestFirst);
        return found < 0 ? ~found : found;
    }

    private void Add(XpStanding standing, int number)
    {
        _counts[IndexOf(standing)] += number;
        Total += number;
    }
}
