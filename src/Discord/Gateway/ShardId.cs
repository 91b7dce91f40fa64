namespace CommunityIntel.Discord.Gateway;

/// <summary>One shard out of <paramref name="Count"/>; <paramref name="Id"/> counts from 0.</summary>
public readonly record struct ShardId(int Id, int Count)
{
    /// <summary>The shard that a guild's events come on (Discord API reference, Sharding).</summary>
    public static int ForGuild(ulong guildId, int count) => (int)((guildId >> 22) % (ulong)count);

    public override string ToString() => $"{Id}/{Count}";
}
