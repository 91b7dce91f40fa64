using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.Grains.Shards;

/// <summary>Kept as JSON in grain storage.</summary>
public sealed class ShardSessionState
{
    public ShardSession? Session { get; set; }

    public DateTimeOffset? LastAlive { get; set; }
}

/// <summary>Holds a shard's gateway session. A crash loses at most the last saves: RESUME then replays a little more.</summary>
[GrainType("shard-session")]
public sealed class ShardSessionGrain([PersistentState("shard_session")] IPersistentState<ShardSessionState> state) : Grain, IShardSessionGrain
{
    public Task<ShardSession?> LoadAsync() => Task.FromResult(state.State.Session);

    public Task SaveAsync(ShardSession session)
    {
        state.State.Session = session;
        state.State.LastAlive = session.AliveAt;
        return state.WriteStateAsync();
    }

    public Task ClearAsync()
    {
        state.State.Session = null;
        return state.WriteStateAsync();
    }

    public Task<DateTimeOffset?> GetLastAliveAsync() => Task.FromResult(state.State.LastAlive);
}
