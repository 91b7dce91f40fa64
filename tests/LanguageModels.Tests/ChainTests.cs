using CommunityIntel.Lab.LanguageModels;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>Who is asked after whom, and what makes an answer unusable.</summary>
public sealed class ChainTests
{
    /// <summary>Twice each: once more, then the next provider.</summary>
    public static TheoryData<string, ModelReply> Unusable => new()
    {
        { "prose", new ModelReply.Completion("Here is your digest!") },
        { "an array", new ModelReply.Completion("[1]") },
        { "broken JSON", new ModelReply.Completion("""{"title":""") },
        { "two objects", new ModelReply.Completion("{} {}") },
        { "half an emoji", new ModelReply.Raw("""{"choices":[{"message":{"content":"{\"title\":\"\ud83d\"}"}}]}""") },
        { "nothing", new ModelReply.Completion(null) },
        { "empty", new ModelReply.Completion("") },
        { "a refusal", new ModelReply.Completion(Some.Json, Refusal: "I cannot help with that.") },
        { "cut off by the limit", new ModelReply.Completion(Some.Json, FinishReason: "length") },
        { "cut off by a filter", new ModelReply.Completion(Some.Json, FinishReason: "content_filter") },
        { "a body that is no JSON", new ModelReply.Raw("<html>") },
        { "an empty body", new ModelReply.Raw("") },
        { "a body without choices", new ModelReply.Raw("""{"choices":[]}""") },
        { "a body that is no object", new ModelReply.Raw("[]") },
        { "choices of another shape", new ModelReply.Raw("""{"choices":[5],"usage":"many"}""") },
        { "a schema that the model missed", new ModelReply.Status(400, Body: """{"error":{"code":"json_validate_failed","message":"does not match json_schema"}}""") },
    };

    [Fact]
    public async Task Without_providers_there_is_an_answer_at_once()
    {
        await using var chain = await RunningChain.StartAsync(providers: 0);

        (await chain.AskAsync()).Should().Be(new ModelUnavailable(ModelRefusal.NotConfigured, null));

        chain.Model.Standings.Should().BeEmpty();
        chain.Budget.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task The_first_that_answers_is_the_only_one_asked()
    {
        await using var chain = await RunningChain.StartAsync();

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");

        chain.B.Calls.Should().BeEmpty();
        chain.Model.Standings.Should().Equal(new ProviderStanding("a", "model-a", 0, false), new ProviderStanding("b", "model-b", 0, false));
    }

    [Theory, MemberData(nameof(Unusable))]
    public async Task What_is_no_object_is_asked_once_more_and_then_of_the_next(string what, ModelReply reply)
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(reply, reply);

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b", what);

        chain.A.Calls.Should().HaveCount(2);
        chain.Budget.Settled.Should().HaveCount(3);
    }

    [Fact]
    public async Task What_the_caller_does_not_accept_is_asked_of_the_next_at_once()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Completion("""{"name":"wrong"}"""));
        chain.B.Then(Some.Completion);

        var answer = await chain.AskAsync(accept: json => json.Contains("title"));

        ((ModelAnswered)answer).Usage.Provider.Should().Be("b");
        chain.A.Calls.Should().ContainSingle();
        chain.Budget.Settled.Select(settled => settled.Usage?.OutputTokens).Should().Equal(20, 20);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task A_failure_that_may_pass_is_tried_again(int status)
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(status), new ModelReply.Status(status));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("a");

        chain.A.Calls.Should().HaveCount(3);
        chain.Time.Waits.Should().HaveCount(2).And.OnlyContain(wait => wait > TimeSpan.Zero && wait <= TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task After_two_more_tries_the_next_is_asked(int status)
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Reply = _ => Task.FromResult<ModelReply>(new ModelReply.Status(status));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");

        chain.A.Calls.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task A_failure_that_stays_is_not_tried_again(int status)
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Status(status));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");

        chain.A.Calls.Should().ContainSingle();
        chain.Time.Waits.Should().BeEmpty();
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_of_an_answer_is_tried_again_and_then_the_next_is_asked()
    {
        await using var chain = await RunningChain.StartAsync();
        var cut = new ModelReply.Cut(Some.Json);
        chain.A.Then(cut, cut, cut);

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");

        chain.A.Calls.Should().HaveCount(3);
        chain.Budget.Settled.Take(3).Should().OnlyContain(settled => settled.Usage == null);
    }

    [Fact]
    public async Task A_provider_that_nobody_can_reach_is_passed_over()
    {
        await using var chain = await RunningChain.StartAsync();
        await chain.A.DisposeAsync();

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");
    }

    [Fact]
    public async Task An_answer_of_more_than_a_megabyte_is_not_read()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Reply = _ => Task.FromResult<ModelReply>(new ModelReply.Completion($$"""{"title":"{{new string('x', 1024 * 1024)}}"}"""));

        ((ModelAnswered)await chain.AskAsync()).Usage.Provider.Should().Be("b");
    }

    [Fact]
    public async Task Who_stops_waiting_gets_no_answer_and_costs_no_provider_its_name()
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Then(new ModelReply.Hang());
        using var stop = new CancellationTokenSource();

        var asking = chain.AskAsync(ct: stop.Token);
        await chain.A.ArrivedAsync(1);
        await stop.CancelAsync();

        await FluentActions.Awaiting(() => asking).Should().ThrowAsync<OperationCanceledException>();
        chain.Budget.Settled.Should().ContainSingle().Which.Usage.Should().BeNull();
        chain.B.Calls.Should().BeEmpty();
        chain.Log.Lines.Should().BeEmpty();
    }
}
