using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// The guilds whose live numbers somebody looks at: one subscription per guild and process, however many people look.
/// A watch subscribes again every 10 seconds, which also brings it back after a silo died; while nobody answers it says so
/// (null) and tries every 2 seconds.
/// </summary>
public sealed class LiveGuilds(IClusterClient cluster, TimeProvider time, ILogger<LiveGuilds> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, LiveGuild> watched = [];

    public IDisposable Watch(long guildId, Action<LiveNumbers?> onNumbers)
    {
        LiveGuild guild;
        lock (gate)
        {
            if (watched.TryGetValue(guildId, out guild!))
                guild.Add(onNumbers);
            else
                watched[guildId] = guild = new LiveGuild(guildId, onNumbers, cluster, time, logger);
        }
        return new Watching(this, guild, onNumbers);
    }

    public int Count
    {
        get { lock (gate) return watched.Count; }
    }

    private void Release(LiveGuild guild, Action<LiveNumbers?> onNumbers)
    {
        lock (gate)
        {
            if (guild.Remove(onNumbers) > 0)
                return;
            watched.Remove(guild.GuildId);
        }
        guild.Dispose();
    }

    private sealed class Watching(LiveGuilds owner, LiveGuild guild, Action<LiveNumbers?> onNumbers) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
                owner.Release(guild, onNumbers);
        }
    }
}
