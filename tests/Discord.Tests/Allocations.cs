namespace CommunityIntel.Discord.Tests;

internal static class Allocations
{
    /// <summary>Bytes that a thousand runs allocate, the least of several rounds: now and then the runtime allocates too, while it recompiles what runs often.</summary>
    public static long OfAThousand(Action run)
    {
        run();
        var least = long.MaxValue;
        for (var round = 0; round < 20 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
                run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
