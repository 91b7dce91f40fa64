using System.Net;
using System.Threading.Channels;
using CommunityIntel.Discord.Rest;
using CommunityIntel.Discord.Tests.Peers;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Discord.Tests.Rest;

public sealed class RestRateLimiterTests
{
    private readonly ManualTime _time = new();
    private readonly RestRateLimiter _limiter;

    public RestRateLimiterTests() => _limiter = new RestRateLimiter(_time, NullLogger<RestRateLimiter>.Instance);

    [Fact]
    public async Task While_a_bucket_is_unknown_one_request_is_under_way_and_then_as_many_as_remain()
    {
        var first = await AcquireAsync(Post(1));
        var granted = Channel.CreateUnbounded<RestPermit>();
        var others = Enumerable.Range(0, 6)
            .Select(_ => Task.Run(async () => granted.Writer.TryWrite(await AcquireAsync(Post(1))), Cancel)).ToArray();
        granted.Reader.Count.Should().Be(0);
        first.Complete(Ok("h", limit: 5, remaining: 4, resetAfter: 5));
        for (var i = 0; i < 4; i++)
            await granted.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Patience.Enough, Cancel);
        await _time.WaitersAsync();
        granted.Reader.Count.Should().Be(0);
        _time.Advance(TimeSpan.FromSeconds(5));
        // The four still under way may count in the new window: one more may go.
        var fifth = await granted.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Patience.Enough, Cancel);
        granted.Reader.Count.Should().Be(0);
        fifth.Complete(Ok("h", limit: 5, remaining: 4, resetAfter: 5));
        await _time.WaitersAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(others).WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task Two_hundred_channels_are_not_one_bucket()
    {
        (await AcquireAsync(Post(1))).Complete(Ok("h", limit: 5, remaining: 0, resetAfter: 60));
        var permits = new List<RestPermit>();
        for (ulong channel = 2; channel <= 201; channel++)
        {
            if (permits.Count % RestRateLimiter.GlobalRequestsPerSecond == 0)
                _time.Advance(TimeSpan.FromSeconds(1));
            permits.Add(await AcquireAsync(Post(channel)));
        }
        permits.Should().HaveCount(200);
        Task.Run(() => AcquireAsync(Post(1)), Cancel).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Routes_with_the_same_hash_share_a_bucket()
    {
        (await AcquireAsync(Post(1))).Complete(Ok("h", limit: 5, remaining: 5, resetAfter: 60));
        (await AcquireAsync(Edit(1))).Complete(Ok("h", limit: 5, remaining: 0, resetAfter: 60));
        var waiting = AcquireAsync(Post(1));
        await _time.WaitersAsync();
        waiting.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(60));
        await waiting.WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task The_finer_wait_of_a_429_is_kept()
    {
        (await AcquireAsync(Post(1))).Complete(Limited(retryAfter: 2.5, resetAfter: 2.5));
        var waiting = AcquireAsync(Post(1));
        await _time.WaitersAsync();
        _time.Advance(TimeSpan.FromSeconds(2.4));
        waiting.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await waiting.WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task A_global_429_stops_every_route_but_interactions()
    {
        (await AcquireAsync(Post(1))).Complete(new RestAnswer(HttpStatusCode.TooManyRequests, RetryAfter: TimeSpan.FromSeconds(3), IsGlobal: true, Scope: "global"));
        var waiting = AcquireAsync(Post(2));
        await _time.WaitersAsync();
        waiting.IsCompleted.Should().BeFalse();
        await AcquireAsync(Callback(1)).WaitAsync(Patience.Enough, Cancel);
        _time.Advance(TimeSpan.FromSeconds(3));
        await waiting.WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task A_429_without_JSON_stops_everything()
    {
        (await AcquireAsync(Post(1))).Complete(new RestAnswer(HttpStatusCode.TooManyRequests, IsFromDiscord: false));
        var callback = AcquireAsync(Callback(1));
        await _time.WaitersAsync();
        callback.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        await callback.WaitAsync(Patience.Enough, Cancel);
    }

    [Theory]
    [InlineData("shared", 300, 300)]
    [InlineData("user", 300, 5)]
    public async Task A_hidden_or_shared_limit_parks_only_requests_of_that_shape(string scope, int retryAfter, int resetAfter)
    {
        var rename = RestRoute.To(HttpMethod.Patch, "channels/{0}", 1UL) with { Shape = "n" };
        var permit = await AcquireAsync(rename);
        permit.Complete(Limited(retryAfter, resetAfter, scope));
        var again = AcquireAsync(rename);
        await _time.WaitersAsync();
        _time.Advance(TimeSpan.FromSeconds(resetAfter < 300 ? resetAfter : 1));
        (await AcquireAsync(rename with { Shape = "o" }).WaitAsync(Patience.Enough, Cancel)).Dispose();
        again.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(300));
        await again.WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task Forty_five_requests_a_second_go_out_and_interactions_do_not_count()
    {
        for (ulong channel = 0; channel < RestRateLimiter.GlobalRequestsPerSecond; channel++)
            await AcquireAsync(Post(channel));
        var waiting = AcquireAsync(Post(999));
        await _time.WaitersAsync();
        waiting.IsCompleted.Should().BeFalse();
        for (ulong interaction = 0; interaction < 100; interaction++)
            await AcquireAsync(Callback(interaction)).WaitAsync(Patience.Enough, Cancel);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting.WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task Half_of_the_invalid_requests_that_lead_to_a_ban_stop_work_of_low_priority()
    {
        for (var i = 0; i < RestRateLimiter.InvalidRequestsPerTenMinutes / 2; i++)
            (await AcquireAsync(Callback((ulong)i))).Complete(new RestAnswer(HttpStatusCode.Forbidden));
        (await AcquireAsync(Callback(1))).Complete(new RestAnswer(HttpStatusCode.TooManyRequests, Scope: "shared", RetryAfter: TimeSpan.Zero));
        _limiter.InvalidRequests.Should().Be(5_000, "a shared 429 does not count");
        var backfill = AcquireAsync(Post(1) with { Priority = RequestPriority.Low });
        await _time.WaitersAsync();
        backfill.IsCompleted.Should().BeFalse();
        await AcquireAsync(Post(1)).WaitAsync(Patience.Enough, Cancel);
        _time.Advance(TimeSpan.FromMinutes(10));
        (await AcquireAsync(Post(2) with { Priority = RequestPriority.Low }).WaitAsync(Patience.Enough, Cancel)).Dispose();
    }

    [Fact]
    public async Task Idle_buckets_are_forgotten()
    {
        for (ulong channel = 1; channel <= 40; channel++)
            (await AcquireAsync(Post(channel))).Complete(Ok("h", limit: 5, remaining: 4, resetAfter: 5));
        _limiter.BucketCount.Should().Be(40);
        _time.Advance(TimeSpan.FromMinutes(11));
        (await AcquireAsync(Post(1))).Dispose();
        _limiter.BucketCount.Should().Be(1);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_limit_that_a_later_answer_names_ends_like_any_other(HttpStatusCode first)
    {
        (await AcquireAsync(Post(1))).Complete(new RestAnswer(first));
        for (var i = 0; i < 3; i++)
        {
            (await AcquireAsync(Post(1))).Complete(Ok("h", limit: 1, remaining: 0, resetAfter: 5));
            var waiting = AcquireAsync(Post(1));
            await _time.WaitersAsync();
            waiting.IsCompleted.Should().BeFalse();
            _time.Advance(TimeSpan.FromSeconds(5));
            (await waiting.WaitAsync(Patience.Enough, Cancel)).Dispose();
        }
    }

    [Fact]
    public async Task A_permit_that_led_to_nothing_is_given_back()
    {
        (await AcquireAsync(Post(1))).Dispose();
        await AcquireAsync(Post(1)).WaitAsync(Patience.Enough, Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<RestPermit> AcquireAsync(RestRoute route) => _limiter.AcquireAsync(route, Cancel).AsTask();

    private static RestRoute Post(ulong channel) => RestRoute.To(HttpMethod.Post, "channels/{0}/messages", channel);

    private static RestRoute Edit(ulong channel) => RestRoute.To(HttpMethod.Patch, "channels/{0}/messages/{1}", channel, 5UL);

    private static RestRoute Callback(ulong id) => RestRoute.To(HttpMethod.Post, "interactions/{0}/{1}/callback", id, "token");

    private static RestAnswer Ok(string bucket, int limit, int remaining, double resetAfter) =>
        new(HttpStatusCode.OK, bucket, limit, remaining, TimeSpan.FromSeconds(resetAfter));

    private static RestAnswer Limited(double retryAfter, double resetAfter, string scope = "user") =>
        new(HttpStatusCode.TooManyRequests, "h", 5, 0, TimeSpan.FromSeconds(resetAfter), TimeSpan.FromSeconds(retryAfter), scope);
}
