namespace CommunityIntel.Grains.Activity;

/// <summary>
/// What a replica has of a guild's commits, as seen by its activation. Commits are noted when somebody looks, which is later than they were made: what is taken for
/// covered is. An answer of the replica counts as one of the last covered commit, so that it is read again once its time in the cache is over.
/// </summary>
internal sealed class ReplicaView(Func<long?> coveredUntil, TimeProvider time)
{
    private const int MostSeen = 64;

    /// <summary>Of an answer that may lack commits of which this activation knows nothing.</summary>
    private const long Unknown = -1;

    private readonly Queue<(long At, long Commits)> _seen = [];
    private long _notBefore = long.MinValue, _covered = Unknown;

    /// <summary>What was written until now must be on the replica before it answers again.</summary>
    public void Forget() => _notBefore = time.GetTimestamp();

    /// <summary>Whether the replica may answer, and how many commits its answer has for certain; those of the activation when it may not.</summary>
    public (bool MayLag, long Commits) Look(long commits)
    {
        if (coveredUntil() is not { } covered || covered < _notBefore) return (false, commits);
        while (_seen.TryPeek(out var seen) && seen.At <= covered) _covered = _seen.Dequeue().Commits;
        if (_seen.Count < MostSeen) _seen.Enqueue((time.GetTimestamp(), commits));
        return (true, _covered);
    }
}
