using CommunityIntel.Lab.LanguageModels;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>What may be seen of keys and of what people said: nothing.</summary>
public sealed class SecrecyTests
{
    private const string Said = "what-ann-said", Answered = "what-the-model-said";

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task No_log_holds_a_key_a_prompt_or_an_answer(int status)
    {
        await using var chain = await RunningChain.StartAsync();
        chain.A.Reply = call => Task.FromResult<ModelReply>(new ModelReply.Status(status, Body: $$$"""{"error":{"message":"{{{RunningChain.Key}}} {{{call.Input}}}"}}"""));
        chain.B.Then(new ModelReply.Completion(Answered), new ModelReply.Completion($$"""{"title":"{{Answered}}"}"""));

        var answer = await chain.AskAsync(Some.Request(input: Said, instructions: Said));

        answer.Should().BeOfType<ModelAnswered>();
        chain.Log.Lines.Should().HaveCountGreaterThan(1).And.NotContain(line => line.Level < LogLevel.Warning);
        (chain.Log.All + answer + Some.Request(input: Said)).Should().NotContainAny(RunningChain.Key, Said, Answered);
    }

    [Fact]
    public void Options_tell_whether_there_is_a_key_and_not_which()
    {
        var options = new ProviderOptions { Name = "groq", Model = "m", BaseAddress = new Uri("https://user:sesame@example.org/v1?key=sesame"), Key = RunningChain.Key };

        options.ToString().Should().Be("groq: m at https://example.org/v1 (key set)");
        new ProviderOptions { Name = "local", Model = "m" }.ToString().Should().Be("local: m at  (key absent)");
    }
}
