namespace CommunityIntel.Domain;

/// <summary>Discord's ids: milliseconds since 2015-01-01 UTC in the upper 42 bits (Discord API reference, Snowflakes).</summary>
public static class Snowflake
{
    public const long EpochMs = 1_420_070_400_000;

    public static DateTimeOffset TimeOf(long id) => DateTimeOffset.FromUnixTimeMilliseconds(UnixMsOf(id));

    public static long UnixMsOf(long id) => (id >> 22) + EpochMs;

    /// <summary>The smallest id of that instant; an instant before 2015 gives 0.</summary>
    public static long At(DateTimeOffset instant) => Math.Max(0, instant.ToUnixTimeMilliseconds() - EpochMs) << 22;
}
