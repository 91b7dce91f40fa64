using CommunityIntel.Lab.LanguageModels;
using CommunityIntel.LanguageModels.Providers;

namespace CommunityIntel.LanguageModels.Tests;

public sealed class BudgetTests
{
    [Fact]
    public async Task Every_request_is_taken_from_the_budget_and_settled()
    {
        await using var chain = await RunningChain.StartAsync(2, null, "Providers:0:RequestsPerDay=1000", "Providers:0:InputPricePerMillion=0.59", "Providers:0:OutputPricePerMillion=0.79");
        chain.A.Then(new ModelReply.Status(500), new ModelReply.Completion(Some.Json, InputTokens: 1_000, OutputTokens: 100));

        var usage = ((ModelAnswered)await chain.AskAsync(Some.Request(mostOutputTokens: 300))).Usage;

        usage.Should().BeEquivalentTo(new { Provider = "a", Model = "model-a", InputTokens = 1_000, OutputTokens = 100, CostMicros = 669 });
        var input = Prices.Tokens(Some.Request());
        var worst = (long)Math.Ceiling((input * 0.59m) + (300 * 0.79m));
        chain.Budget.Taken.Should().Equal(("a", 1000, worst), ("a", 1000, worst));
        chain.Budget.Settled.Should().HaveCount(2).And.OnlyContain(settled => settled.Provider == "a" && settled.WorstCostMicros == worst);
        chain.Budget.Settled.Select(settled => settled.Usage?.CostMicros).Should().Equal([0L, 669L], "an endpoint that says no is not paid for it");
    }

    [Fact]
    public async Task Whom_the_budget_refuses_is_passed_over()
    {
        await using var chain = await RunningChain.StartAsync(2, new Budget { Allows = provider => provider != "a" });

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");

        chain.A.Calls.Should().BeEmpty();
        chain.Budget.Settled.Should().ContainSingle();
    }

    [Fact]
    public async Task When_the_budget_refuses_everybody_nobody_is_asked()
    {
        await using var chain = await RunningChain.StartAsync(2, new Budget { Allows = _ => false });

        (await chain.AskAsync()).Should().Be(new ModelUnavailable(ModelRefusal.OverBudget, null));

        chain.Budget.Settled.Should().BeEmpty();
        chain.Servers.Should().OnlyContain(server => server.Calls.Count == 0);
    }

    [Fact]
    public async Task A_failure_beside_a_refusal_of_the_budget_is_no_answer()
    {
        await using var chain = await RunningChain.StartAsync(2, new Budget { Allows = provider => provider != "b" });
        chain.A.Then(new ModelReply.Status(404));

        (await chain.AskAsync()).Should().Be(new ModelUnavailable(ModelRefusal.NoAnswer, null));
    }

    [Fact]
    public async Task What_was_answered_and_cannot_be_used_has_been_paid_for()
    {
        await using var chain = await RunningChain.StartAsync(1, null, "Providers:0:OutputPricePerMillion=10");
        chain.A.Then(new ModelReply.Completion("prose", OutputTokens: 7), new ModelReply.Completion("prose", OutputTokens: 8));

        await chain.AskAsync();

        chain.Budget.Settled.Select(settled => settled.Usage?.CostMicros).Should().Equal(70, 80);
    }

    [Fact]
    public async Task What_an_endpoint_does_not_count_is_estimated()
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(new ModelReply.Completion(Some.Json, InputTokens: null));

        var usage = ((ModelAnswered)await chain.AskAsync()).Usage;

        usage.InputTokens.Should().Be(Prices.Tokens(Some.Request()));
        usage.OutputTokens.Should().Be(Prices.Tokens(Some.Json));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 1)]
    [InlineData("abcd", 2)]
    [InlineData("日本語", 3)]
    [InlineData("👍", 2)]
    public void An_estimate_takes_three_bytes_for_a_token(string text, long tokens)
    {
        Prices.Tokens(text).Should().Be(tokens);
    }

    [Theory]
    [InlineData(1_000_000, 0, 0.59, 0, 590_000)]
    [InlineData(1, 0, 0.05, 0, 1)]
    [InlineData(3, 7, 0.1, 0.1, 1)]
    [InlineData(0, 0, 5, 5, 0)]
    [InlineData(100_000_000, 100_000_000, 100_000, 100_000, 20_000_000_000_000)]
    public void A_cost_is_exact_and_rounded_up(long input, long output, decimal inputPrice, decimal outputPrice, long micros)
    {
        new Prices(inputPrice, outputPrice).Micros(input, output).Should().Be(micros);
    }

    [Fact]
    public async Task Whoever_keeps_the_budget_is_asked_on_its_own_scheduler_also_after_a_wait()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var elsewhere = 0;
        bool Here(bool answer)
        {
            if (TaskScheduler.Current != scheduler) Interlocked.Increment(ref elsewhere);
            return answer;
        }

        await using var chain = await RunningChain.StartAsync(2, new Budget { Allows = _ => Here(true) });
        chain.A.Then(new ModelReply.Status(500), new ModelReply.Completion("prose"), new ModelReply.Completion("prose"));

        var answer = await Task.Factory.StartNew(() => chain.AskAsync(accept: _ => Here(true)), CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();

        answer.Should().BeOfType<ModelAnswered>();
        elsewhere.Should().Be(0);
        chain.Budget.Taken.Should().HaveCount(4);
    }
}
