using System.Data.Common;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.Grains.Shards;

/// <summary>Kept as JSON in grain storage.</summary>
public sealed class ShardSessionState
{
    public long Epoch { get; set; }

    public ShardSession? Session { get; set; }

    public DateTimeOffset? LastAlive { get; set; }
}

/// <summary>
/// Holds a shard's gateway session. A crash loses at most the last saves: RESUME then replays a little more. A second
/// activation cannot undo a claim: its first write fails on the state's version, and it goes away.
/// </summary>
[GrainType("shard-session")]
public sealed class ShardSessionGrain([PersistentState("shard_session")] IPersistentState<ShardSessionState> state) : Grain, IShardSessionGrain
{
    public async Task<ShardMemory?> ClaimAsync(long epoch)
    {
        if (epoch < state.State.Epoch) return null;
        if (epoch > state.State.Epoch) await WriteAsync(s => s.Epoch = epoch);
        return new ShardMemory(state.State.Session, state.State.LastAlive);
    }

    public async Task<bool> SaveAsync(long epoch, ShardSession session)
    {
        if (epoch != state.State.Epoch) return false;
        await WriteAsync(s => (s.Session, s.LastAlive) = (session, session.AliveAt));
        return true;
    }

    public async Task<bool> ClearAsync(long epoch)
    {
        if (epoch != state.State.Epoch) return false;
        await WriteAsync(s => s.Session = null);
        return true;
    }

    // What could not be written is not remembered either.
    private async Task WriteAsync(Action<ShardSessionState> change)
    {
        try
        {
            change(state.State);
            await state.WriteStateAsync();
        }
        catch (DbException e)
        {
            DeactivateOnIdle();
            throw new StorageUnavailableException(e.Message);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
