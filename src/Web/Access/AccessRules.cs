using System.Collections.Concurrent;
using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Access;

/// <summary>
/// Who may see which guild, as its managers chose; asked of the guild at most every few seconds, however many look. While a guild does not answer what it
/// last said holds.
/// </summary>
public sealed class AccessRules(IClusterClient cluster, GuildCalls calls, TimeProvider time)
{
    private const int MostKept = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5), Forgotten = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, Kept> kept = new();

    /// <summary>Null when the guild has not answered yet: nothing is known.</summary>
    public async Task<AccessSettings?> GetAsync(long guildId)
    {
        if (kept.Count > MostKept)
            ForgetUnasked();
        var known = kept.GetOrAdd(guildId, _ => new());
        Task<GuildReading<AccessSettings>> asked;
        lock (known)
        {
            if (known.Question is null || time.GetUtcNow() - known.AskedAt > Fresh)
                (known.Question, known.AskedAt) = (calls.TryAsync(() => cluster.GetGrain<IGuildAccessGrain>(guildId).GetAccessAsync()), time.GetUtcNow());
            asked = known.Question;
        }

        if ((await asked).Value is { } said)
            known.Said = said;
        else
            known.AskedAt = DateTimeOffset.MinValue;
        return known.Said;
    }

    private void ForgetUnasked()
    {
        foreach (var (guildId, known) in kept)
            if (time.GetUtcNow() - known.AskedAt > Forgotten)
                kept.TryRemove(guildId, out _);
    }

    /// <summary>The next question asks the guild.</summary>
    public void Forget(long guildId) => kept.TryRemove(guildId, out _);

    private sealed class Kept
    {
        public Task<GuildReading<AccessSettings>>? Question { get; set; }

        public DateTimeOffset AskedAt { get; set; }

        public AccessSettings? Said { get; set; }
    }
}
