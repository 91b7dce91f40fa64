using CommunityIntel.Lab.LanguageModels;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>How long anything takes. Time stands still, except where a test moves it.</summary>
public sealed class TimeTests
{
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_wait_that_the_provider_asks_for_is_kept()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(429, RetryAfter: "2"));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");

        chain.Time.Waits.Should().ContainSingle().Which.Should().BeGreaterOrEqualTo(TimeSpan.FromSeconds(2)).And.BeLessThan(TimeSpan.FromSeconds(2.2));
    }

    [Fact]
    public async Task A_wait_may_be_given_as_a_date()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(503, RetryAfter: chain.Time.GetUtcNow().AddSeconds(3).ToString("r")));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");

        chain.Time.Waits.Should().ContainSingle().Which.Should().BeGreaterOrEqualTo(TimeSpan.FromSeconds(3)).And.BeLessThan(TimeSpan.FromSeconds(3.3));
    }

    [Fact]
    public async Task Whoever_wants_to_be_left_alone_for_longer_than_there_is_time_is_left_alone_and_the_next_is_asked()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(429, RetryAfter: "3600"));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");
        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");

        chain.A.Calls.Should().ContainSingle();
        chain.Time.Waits.Should().BeEmpty();
        chain.Model.Standings[0].IsResting.Should().BeTrue();

        chain.Time.Advance(TimeSpan.FromHours(1));
        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");
    }

    [Fact]
    public async Task When_everybody_rests_it_says_when_to_try_again()
    {
        await using var chain = await RunningChain.StartAsync();
        var start = chain.Time.GetUtcNow();
        chain.A.Then(new ModelReply.Status(429, RetryAfter: "3600"));
        chain.B.Then(new ModelReply.Status(429, RetryAfter: "60"));

        var expected = new ModelUnavailable(ModelRefusal.NoAnswer, start.AddSeconds(60));
        (await chain.AskAsync()).Should().Be(expected);
        (await chain.AskAsync()).Should().Be(expected);

        chain.B.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task Whoever_hangs_is_given_up_in_time_for_the_next_to_answer()
    {
        await using var chain = await RunningChain.StartAsync(providers: 3);
        chain.A.Then(new ModelReply.Hang());

        var asking = chain.AskAsync();
        await chain.A.ArrivedAsync(1);
        chain.Time.Advance(RequestTime);

        // Another five seconds for it would be taken from the last one's.
        ((ModelAnswered)await asking).Usage.Provider.Should().Be("b");
        chain.A.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task Whoever_hangs_is_asked_again_where_time_allows_it()
    {
        await using var chain = await RunningChain.StartAsync(1, null, "TotalTimeoutSeconds=12");
        chain.A.Then(new ModelReply.Hang());

        var asking = chain.AskAsync();
        await chain.A.ArrivedAsync(1);
        chain.Time.Advance(RequestTime);

        ((ModelAnswered)await asking).Usage.Provider.Should().Be("a");
    }

    [Fact]
    public async Task A_provider_may_have_a_time_of_its_own()
    {
        await using var chain = await RunningChain.StartAsync(2, null, "Providers:0:TimeoutSeconds=8", "TotalTimeoutSeconds=12");
        chain.Time.SkipsWaits = false;
        chain.A.Then(new ModelReply.Hang());

        var asking = chain.AskAsync();
        await chain.A.ArrivedAsync(1);
        chain.Time.Advance(TimeSpan.FromSeconds(7.9));
        asking.IsCompleted.Should().BeFalse();
        chain.B.Calls.Should().BeEmpty();
        chain.Time.Advance(TimeSpan.FromSeconds(0.1));

        ((ModelAnswered)await asking).Usage.Provider.Should().Be("b");
    }

    [Fact]
    public async Task The_total_time_is_kept_when_everybody_hangs()
    {
        await using var chain = await RunningChain.StartAsync(2, null, "TotalTimeoutSeconds=6");
        chain.Time.SkipsWaits = false;
        chain.A.Then(new ModelReply.Hang());
        chain.B.Then(new ModelReply.Hang());

        var asking = chain.AskAsync();
        await chain.A.ArrivedAsync(1);
        chain.Time.Advance(RequestTime);
        await chain.B.ArrivedAsync(1);
        asking.IsCompleted.Should().BeFalse();
        chain.Time.Advance(TimeSpan.FromSeconds(1));

        (await asking).Should().Be(new ModelUnavailable(ModelRefusal.NoAnswer, null));
        chain.Budget.Settled.Should().HaveCount(2).And.OnlyContain(settled => settled.Usage == null);
    }

    [Fact]
    public async Task No_more_questions_are_under_way_than_allowed()
    {
        await using var chain = await RunningChain.StartAsync(1, null, "AtOnce=2");
        var (both, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        var (now, most) = (0, 0);
        chain.A.Reply = async _ =>
        {
            var count = Interlocked.Increment(ref now);
            lock (release) most = Math.Max(most, count);
            if (count == 2) both.TrySetResult();
            await release.Task;
            Interlocked.Decrement(ref now);
            return Some.Completion;
        };

        var asking = Enumerable.Range(0, 6).Select(_ => chain.AskAsync()).ToList();
        await both.Task.WaitAsync(TestContext.Current.CancellationToken);
        asking.Should().OnlyContain(task => !task.IsCompleted);
        release.SetResult();

        (await Task.WhenAll(asking)).Should().AllBeOfType<ModelAnswered>();
        most.Should().Be(2);
    }

    [Fact]
    public async Task Whoever_gets_no_place_in_time_gets_no_answer()
    {
        await using var chain = await RunningChain.StartAsync(1, null, "AtOnce=1", "TimeoutSeconds=15");
        chain.A.Then(new ModelReply.Hang());

        var first = chain.AskAsync();
        await chain.A.ArrivedAsync(1);
        var second = chain.AskAsync();
        chain.Time.Advance(TimeSpan.FromSeconds(15));

        (await Task.WhenAll(first, second)).Should().AllBeEquivalentTo(new ModelUnavailable(ModelRefusal.NoAnswer, null));
        chain.A.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task After_five_failures_in_a_row_a_provider_rests_and_then_gets_one_trial()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Reply = _ => Task.FromResult<ModelReply>(new ModelReply.Status(500));

        await chain.AskAsync();
        chain.Model.Standings[0].IsResting.Should().BeFalse();
        await chain.AskAsync();
        chain.A.Calls.Should().HaveCount(5);
        chain.Model.Standings[0].IsResting.Should().BeTrue();
        await chain.AskAsync();
        chain.A.Calls.Should().HaveCount(5);

        chain.Time.Advance(TimeSpan.FromMinutes(1));
        await chain.AskAsync();
        chain.A.Calls.Should().HaveCount(6, "the trial failed");
        chain.Model.Standings[0].IsResting.Should().BeTrue();

        chain.Time.Advance(TimeSpan.FromMinutes(1));
        chain.A.Reply = _ => Task.FromResult(Some.Completion);
        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");
        chain.Model.Standings[0].IsResting.Should().BeFalse();
    }

    [Fact]
    public async Task While_a_trial_is_under_way_others_are_asked()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(401));
        await chain.AskAsync();
        chain.Time.Advance(TimeSpan.FromMinutes(10));
        var release = new TaskCompletionSource();
        chain.A.Reply = async _ =>
        {
            await release.Task;
            return Some.Completion;
        };

        var trial = chain.AskAsync();
        await chain.A.ArrivedAsync(2);
        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");
        release.SetResult();

        ((ModelAnswered)await trial).Usage.Provider.Should().Be("a");
    }

    [Theory]
    [InlineData(401, "{}")]
    [InlineData(403, "{}")]
    [InlineData(429, """{"error":{"code":"insufficient_quota"}}""")]
    public async Task Whoever_refuses_our_account_rests_for_minutes_and_the_log_says_what_to_do(int status, string body)
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(status, Body: body));

        await chain.AskAsync();

        chain.Log.Lines.Should().ContainSingle(line => line.Level == Microsoft.Extensions.Logging.LogLevel.Error).Which.Text.Should().Contain("check its Key");
        chain.Time.Advance(TimeSpan.FromMinutes(9));
        chain.Model.Standings[0].IsResting.Should().BeTrue();
        chain.Time.Advance(TimeSpan.FromMinutes(2));
        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");
    }
}
