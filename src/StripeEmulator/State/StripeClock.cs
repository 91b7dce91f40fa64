using CommunityIntel.StripeEmulator.Hosting;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>The emulated time: the real one plus an offset that only grows, or the instant of what is being caught up on.</summary>
internal sealed class StripeClock(StripeEmulatorOptions options)
{
    private long? instant;

    /// <summary>Seconds ahead of the real time.</summary>
    public long Offset { get; set; }

    /// <summary>Unix seconds.</summary>
    public long Now => instant ?? Present;

    /// <summary>Unix seconds, also while catching up on the past.</summary>
    public long Present => Real + Offset;

    /// <summary>Unix seconds without the offset: what receivers compare a signature's time with.</summary>
    public long Real => options.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Does something as if it were then.</summary>
    public void At(long then, Action act)
    {
        instant = then;
        try
        {
            act();
        }
        finally
        {
            instant = null;
        }
    }
}
