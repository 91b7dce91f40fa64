namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Discord ids: milliseconds since 2015-01-01 shifted left by 22 bits (Discord API reference, Snowflakes).</summary>
public static class Snowflake
{
    public const long EpochMs = 1_420_070_400_000;

    public static ulong FromMs(long unixMs, uint low = 0) => ((ulong)Math.Max(0, unixMs - EpochMs) << 22) | (low & 0x3F_FFFF);

    public static long ToMs(ulong id) => (long)(id >> 22) + EpochMs;

    public static DateTimeOffset ToTime(ulong id) => DateTimeOffset.FromUnixTimeMilliseconds(ToMs(id));
}

/// <summary>Gives ids for what happens now: strictly ascending, in the top 4096 ids of their millisecond.</summary>
public sealed class SnowflakeSource(TimeProvider clock)
{
    private const uint Base = 1023u << 12;
    private readonly Lock gate = new();
    private long lastMs;
    private uint next;

    public ulong Next() => Next(clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>An id of the given millisecond; unique among the last ones given.</summary>
    public ulong Next(long unixMs)
    {
        lock (gate)
        {
            if (unixMs != lastMs)
            {
                lastMs = unixMs;
                next = 0;
            }
            return Snowflake.FromMs(unixMs, Base | (next++ & 0xFFF));
        }
    }
}
