using CommunityIntel.Lab.LanguageModels;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>What goes over the wire and what is read of it.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_question_names_model_schema_limit_and_key()
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(Some.Completion);

        var answer = await chain.AskAsync(Some.Request(input: "ann: hello", instructions: "Write a digest.", mostOutputTokens: 321));

        answer.Should().BeOfType<ModelAnswered>().Which.Json.Should().Be(Some.Json);
        var call = chain.A.Calls.Should().ContainSingle().Subject;
        call.Path.Should().Be("/v1/chat/completions");
        call.Authorization.Should().Be($"Bearer {RunningChain.Key}");
        (call.Model, call.Instructions, call.Input).Should().Be(("model-a", "Write a digest.", "ann: hello"));
        call.Root.GetProperty("max_completion_tokens").GetInt32().Should().Be(321);
        var format = call.Root.GetProperty("response_format").GetProperty("json_schema");
        call.Format.Should().Be("json_schema");
        format.GetProperty("name").GetString().Should().Be("digest");
        format.GetProperty("strict").GetBoolean().Should().BeTrue();
        format.GetProperty("schema").GetRawText().Should().Be(Some.Schema);
    }

    [Theory]
    [InlineData("/openai/v1")]
    [InlineData("/v1/")]
    public async Task A_base_address_may_have_a_path_with_or_without_a_slash(string path)
    {
        await using var server = await ScriptedModelServer.StartAsync();
        await using var chain = await RunningChain.StartAsync(1, null, $"Providers:0:BaseAddress={new Uri(server.BaseAddress, path)}");

        await chain.AskAsync();

        server.Calls.Should().ContainSingle().Which.Path.Should().Be($"{path.TrimEnd('/')}/chat/completions");
    }

    [Fact]
    public async Task An_endpoint_on_this_machine_may_go_without_a_key()
    {
        await using var chain = await RunningChain.StartAsync(1, null, "Providers:0:Key=");

        await chain.AskAsync();

        chain.A.Calls.Should().ContainSingle().Which.Authorization.Should().BeNull();
    }

    [Fact]
    public async Task Every_script_arrives_unharmed_and_comes_back_so()
    {
        const string text = "שלום \u202Eabc\u202C مرحبا 👩‍👩‍👧‍👦 e\u0301 \u0000 \u2028 </script> \"quoted\" \\ 日本";
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Reply = call => Task.FromResult<ModelReply>(new ModelReply.Completion(System.Text.Json.JsonSerializer.Serialize(new { title = call.Input })));

        var answer = await chain.AskAsync(Some.Request(input: text));

        chain.A.Calls[0].Input.Should().Be(text);
        System.Text.Json.JsonDocument.Parse(((ModelAnswered)answer).Json).RootElement.GetProperty("title").GetString().Should().Be(text);
    }

    [Fact]
    public async Task Half_an_emoji_does_not_spoil_a_question()
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);

        (await chain.AskAsync(Some.Request(input: "cut off \uD83D"))).Should().BeOfType<ModelAnswered>();

        chain.A.Calls[0].Input.Should().Be("cut off \uFFFD");
    }

    [Fact]
    public async Task A_hundred_kilobytes_go_there_and_back()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789 çé👍 ", 7_000));
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(new ModelReply.Completion($$"""{"title":"{{text}}"}"""));

        var answer = await chain.AskAsync(Some.Request(input: text));

        chain.A.Calls[0].Input.Should().Be(text);
        ((ModelAnswered)answer).Json.Should().Contain(text);
    }

    [Theory]
    [InlineData("```json\n{\"title\":\"x\"}\n```")]
    [InlineData("  ```\n{\"title\":\"x\"}```\n")]
    [InlineData("\n{\"title\":\"x\"}  ")]
    public async Task A_code_block_around_the_object_is_taken_off(string content)
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(new ModelReply.Completion(content));

        (await chain.AskAsync()).Should().BeOfType<ModelAnswered>().Which.Json.Should().Be("""{"title":"x"}""");
    }

    [Fact]
    public async Task An_endpoint_without_schemas_is_asked_for_any_object_and_told_the_schema_from_then_on()
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(new ModelReply.Status(400, Body: """{"error":{"message":"This model does not support response format `json_schema`."}}"""));

        (await chain.AskAsync()).Should().BeOfType<ModelAnswered>();
        (await chain.AskAsync()).Should().BeOfType<ModelAnswered>();

        chain.A.Calls.Select(call => call.Format).Should().Equal("json_schema", "json_object", "json_object");
        chain.A.Calls.Skip(1).Should().OnlyContain(call => call.Instructions.Contains(Some.Schema) && call.Instructions.StartsWith("Write a digest."));
        chain.Budget.Taken.Should().HaveCount(3);
    }

    [Fact]
    public async Task An_endpoint_without_any_format_is_told_the_schema_in_words()
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);
        var refusal = new ModelReply.Status(400, Body: """{"error":{"message":"unknown field","param":"response_format"}}""");
        chain.A.Then(refusal, refusal);

        (await chain.AskAsync()).Should().BeOfType<ModelAnswered>();

        chain.A.Calls.Select(call => call.Format).Should().Equal("json_schema", "json_object", null);
    }

    [Fact]
    public async Task An_endpoint_that_ignores_the_schema_is_told_it_in_words_too()
    {
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(new ModelReply.Completion("Here is your digest!"));

        (await chain.AskAsync()).Should().BeOfType<ModelAnswered>();

        chain.A.Calls.Select(call => call.Format).Should().Equal("json_schema", "json_schema");
        chain.A.Calls.Select(call => call.Instructions.Contains(Some.Schema)).Should().Equal(false, true);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await ScriptedModelServer.StartAsync();
        await using var chain = await RunningChain.StartAsync(providers: 1);
        chain.A.Then(new ModelReply.Status(307, Location: elsewhere.BaseAddress.AbsoluteUri));

        (await chain.AskAsync()).Should().Be(new ModelUnavailable(ModelRefusal.NoAnswer, null));

        elsewhere.Calls.Should().BeEmpty();
    }
}
