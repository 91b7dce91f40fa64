namespace CommunityIntel.Discord.Rest;

/// <summary>Says when a request may be sent. One instance per bot token and process.</summary>
public interface IRestRateLimiter
{
    /// <summary>Returns when the request may be sent; send it at once and complete the permit.</summary>
    ValueTask<RestPermit> AcquireAsync(RestRoute route, CancellationToken ct);

    /// <summary>This process takes an equal part of the global budget that so many processes of the bot share.</summary>
    void ShareGlobalBudget(int processes);
}

/// <summary>Leave to send one request. Tell it what came back; disposing without that gives it back.</summary>
public sealed class RestPermit(Action<RestAnswer?> onDone) : IDisposable
{
    private int _done;

    public void Complete(RestAnswer answer)
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
            onDone(answer);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
            onDone(null);
    }
}
