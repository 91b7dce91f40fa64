using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Runtime;

namespace CommunityIntel.Web.Guilds;

/// <summary>A call to the cluster for a page: an outage becomes a reading without value, so that one card can fail and the page still stand.</summary>
public sealed partial class GuildCalls(ILogger<GuildCalls> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(300);

    /// <summary>Asked once more when a silo on its way out refuses. Whatever changes something must be harmless the second time.</summary>
    public async Task<GuildReading<T>> TryAsync<T>(Func<Task<T>> call, TimeSpan? patience = null)
    {
        try
        {
            return new(await AskTwiceAsync(call).WaitAsync(patience ?? Patience), GuildOutage.None);
        }
        catch (NoSeatException)
        {
            return new(default, GuildOutage.NoSeat);
        }
        catch (Exception outage) when (IsOutage(outage))
        {
            LogNoAnswer(outage.GetType().Name);
            return new(default, GuildOutage.NoAnswer);
        }
    }

    // A silo on its way out refuses at once, and the guild answers elsewhere a moment later.
    private static async Task<T> AskTwiceAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception refused) when (refused is SiloUnavailableException or OrleansMessageRejectionException)
        {
            await Task.Delay(AskAgain);
            return await call();
        }
    }

    /// <summary>The cluster is away, or answers that its database is. As long as no silo was seen, its grains are unknown (ArgumentException).</summary>
    internal static bool IsOutage(Exception exception) => exception
        is StorageUnavailableException or TimeoutException or OrleansException or ObjectDisposedException
        or Orleans.Serialization.CodecNotFoundException or ArgumentException { Source: "Orleans.Core" };

    [LoggerMessage(LogLevel.Warning, "A guild question got no answer: {Reason}")]
    private partial void LogNoAnswer(string reason);
}
