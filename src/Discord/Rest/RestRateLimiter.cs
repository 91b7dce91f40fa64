using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Rest;

/// <summary>
/// Discord's limits in one process: per (bucket, major parameter), learned from answers; globally 45 of the 50 requests a
/// second (interactions are exempt); hidden limits per exact shape; and the invalid requests after which Cloudflare bans us.
/// </summary>
/// <remarks>Discord API reference, Rate Limits. No limit but the global one and the invalid requests is written down here.</remarks>
public sealed partial class RestRateLimiter(TimeProvider time, ILogger<RestRateLimiter> log) : IRestRateLimiter
{
    public const int GlobalRequestsPerSecond = 45;
    public const int InvalidRequestsPerTenMinutes = 10_000;

    /// <summary>A 429 whose wait exceeds the bucket's own reset by more than this shows a hidden limit.</summary>
    private static readonly TimeSpan HiddenLimitMargin = TimeSpan.FromSeconds(1);

    /// <summary>For a 429 that does not say how long.</summary>
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _hashes = [];
    private readonly Dictionary<(string Bucket, string Major), RestBucket> _buckets = [];
    private readonly Dictionary<(string Route, string Major, string Shape), DateTimeOffset> _parked = [];
    private readonly RequestWindow _lastSecond = new(TimeSpan.FromSeconds(1), time);
    private readonly RequestWindow _invalid = new(TimeSpan.FromMinutes(10), time);
    private volatile int _processes = 1;
    private DateTimeOffset _globalUntil;
    private DateTimeOffset _everythingUntil;
    private DateTimeOffset _sweptAt = time.GetUtcNow();

    /// <summary>Buckets in memory.</summary>
    public int BucketCount
    {
        get { lock (_lock) return _buckets.Count; }
    }

    /// <summary>401, 403 and 429 answers of the last ten minutes.</summary>
    public int InvalidRequests
    {
        get { lock (_lock) return _invalid.Count; }
    }

    public void ShareGlobalBudget(int processes) => _processes = Math.Max(1, processes);

    public async ValueTask<RestPermit> AcquireAsync(RestRoute route, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var wanted = Take(route);
        try
        {
            await WaitOutsideBucketsAsync(route, ct);
            var bucket = await wanted.EnterAsync(ct);
            try
            {
                await WaitForGlobalAsync(route, ct);
            }
            catch
            {
                bucket.Leave(null);
                throw;
            }
            DiscordMetrics.RestWaitSeconds.Record(time.GetElapsedTime(started).TotalSeconds);
            return new RestPermit(answer => Done(route, wanted, bucket, answer));
        }
        catch
        {
            Release(wanted);
            throw;
        }
    }

    private RestBucket Take(RestRoute route)
    {
        lock (_lock)
        {
            Sweep();
            var key = (_hashes.GetValueOrDefault(route.Key, route.Key), route.Major);
            if (!_buckets.TryGetValue(key, out var bucket))
                _buckets[key] = bucket = new RestBucket(time);
            bucket.Users++;
            bucket.LastUsed = time.GetUtcNow();
            return bucket;
        }
    }

    private void Release(RestBucket bucket)
    {
        lock (_lock)
            bucket.Users--;
    }

    private async ValueTask WaitOutsideBucketsAsync(RestRoute route, CancellationToken ct)
    {
        while (UntilUnparked(route) is { } wait)
            await Task.Delay(Bounded(wait), time, ct);
    }

    private TimeSpan? UntilUnparked(RestRoute route)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_parked.TryGetValue((route.Key, route.Major, route.Shape), out var until) && until > now)
                return until - now;
            if (route.Priority == RequestPriority.Low && _invalid.Count >= InvalidRequestsPerTenMinutes / 2)
                return Positive(_invalid.UntilOldestLeaves);
            return null;
        }
    }

    private async ValueTask WaitForGlobalAsync(RestRoute route, CancellationToken ct)
    {
        while (TakeGlobal(route) is { } wait)
            await Task.Delay(Bounded(wait), time, ct);
    }

    private TimeSpan? TakeGlobal(RestRoute route)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_everythingUntil > now)
                return _everythingUntil - now;
            if (route.IsInteraction)
                return null;
            if (_globalUntil > now)
                return _globalUntil - now;
            if (_lastSecond.Count >= Math.Max(1, GlobalRequestsPerSecond / _processes))
                return Positive(_lastSecond.UntilOldestLeaves);
            _lastSecond.Add();
            return null;
        }
    }

    private void Done(RestRoute route, RestBucket wanted, RestBucket bucket, RestAnswer? answer)
    {
        if (answer is null)
            bucket.Leave(null);
        else
            Hear(route, bucket, answer);
        Release(wanted);
    }

    private void Hear(RestRoute route, RestBucket bucket, RestAnswer answer)
    {
        var known = answer.Bucket is { } hash ? Learn(route, hash, bucket) : bucket;
        if (answer.IsRateLimited)
            Obey(route, known, answer);
        if (answer.IsInvalidRequest)
            CountInvalid();
        // A shared limit is not this bucket's: others have used it up.
        var own = answer.Scope == "shared" ? null : answer;
        if (known != bucket && own is not null)
            known.Hear(own);
        bucket.Leave(known == bucket ? own : null);
    }

    /// <summary>From now on the route's requests go to the bucket of this hash, also those that wait already.</summary>
    private RestBucket Learn(RestRoute route, string hash, RestBucket bucket)
    {
        lock (_lock)
        {
            _hashes[route.Key] = hash;
            var isProvisional = _buckets.Remove((route.Key, route.Major), out var provisional);
            if (!_buckets.TryGetValue((hash, route.Major), out var known))
                _buckets[(hash, route.Major)] = known = provisional ?? bucket;
            else if (isProvisional)
                provisional!.ReplaceBy(known);
            known.LastUsed = time.GetUtcNow();
            return known;
        }
    }

    private void Obey(RestRoute route, RestBucket bucket, RestAnswer answer)
    {
        var wait = answer.RetryAfter ?? answer.ResetAfter ?? DefaultRetryAfter;
        DiscordMetrics.RestRateLimited.Add(1, new KeyValuePair<string, object?>("scope", answer.Scope ?? (answer.IsFromDiscord ? "none" : "cloudflare")));
        LogRateLimited(route.Key, answer.Scope, answer.IsGlobal, wait.TotalMilliseconds);
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            if (!answer.IsFromDiscord)
                _everythingUntil = Later(_everythingUntil, until);
            else if (answer.IsGlobal || answer.Scope == "global")
                _globalUntil = Later(_globalUntil, until);
            else if (answer.Scope == "shared" || wait > (answer.ResetAfter ?? wait) + HiddenLimitMargin)
                _parked[(route.Key, route.Major, route.Shape)] = until;
            else
                bucket.BlockFor(wait);
        }
    }

    private void CountInvalid()
    {
        int count;
        lock (_lock)
        {
            _invalid.Add();
            count = _invalid.Count;
        }
        if (count % (InvalidRequestsPerTenMinutes / 100) == 0)
            LogInvalidRequests(count);
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        if (now - _sweptAt < IdleAfter)
            return;
        _sweptAt = now;
        foreach (var (key, bucket) in _buckets.Where(b => b.Value.Users == 0 && now - b.Value.LastUsed >= IdleAfter).ToList())
        {
            _buckets.Remove(key);
            bucket.Dispose();
        }
        foreach (var key in _parked.Where(p => p.Value <= now).Select(p => p.Key).ToList())
            _parked.Remove(key);
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);

    // Whoever waits looks again: a wait that no timer takes, from whatever a server said, is cut.
    internal static TimeSpan Bounded(TimeSpan wait) =>
        wait == Timeout.InfiniteTimeSpan ? wait : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : wait;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rate limited on {Route} ({Scope}, global: {IsGlobal}) for {DurationMs} ms")]
    private partial void LogRateLimited(string route, string? scope, bool isGlobal, double durationMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} invalid requests in ten minutes; Discord bans an address at 10,000")]
    private partial void LogInvalidRequests(int count);
}
