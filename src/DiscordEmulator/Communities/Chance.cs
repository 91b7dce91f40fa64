namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>A small seeded generator (SplitMix64), the same numbers on every machine.</summary>
public struct Chance(ulong seed)
{
    private ulong state = seed;

    public static Chance Of(int seed, int a, long b = 0)
    {
        var chance = new Chance((ulong)seed * 0x9E3779B97F4A7C15 ^ (ulong)a * 0xC2B2AE3D27D4EB4F ^ (ulong)b * 0x165667B19E3779F9);
        chance.Next();
        return chance;
    }

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>In [0, 1).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, below).</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Hits(double probability) => Share() < probability;

    /// <summary>Exponential with this mean.</summary>
    public double Wait(double mean) => -Math.Log(1 - Share()) * mean;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
