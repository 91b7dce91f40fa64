using System.Net.Http.Json;
using System.Text.Json;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>
/// One question to an endpoint that is not ours: npm's @dwmkerr/mock-llm, started by hand. <c>MOCK_LLM</c> names where it
/// listens, such as http://127.0.0.1:6556; its rules are replaced.
/// </summary>
public sealed class MockLlmTests
{
    [Fact]
    public async Task A_mock_that_is_not_ours_is_understood()
    {
        var address = Environment.GetEnvironmentVariable("MOCK_LLM");
        Assert.SkipWhen(string.IsNullOrEmpty(address), "MOCK_LLM names no running @dwmkerr/mock-llm.");
        await TeachAsync(new Uri(address!));
        await using var chain = await RunningChain.StartAsync(1, null, $"Providers:0:BaseAddress={new Uri(new Uri(address!), "v1")}");

        var answer = await chain.AskAsync();

        var answered = answer.Should().BeOfType<ModelAnswered>(chain.Log.All).Subject;
        answered.Json.Should().Be(Some.Json);
        answered.Usage.InputTokens.Should().BePositive("it counts none, so they are estimated");
    }

    private static async Task TeachAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var content = JsonSerializer.Serialize(new { choices = new[] { new { message = new { role = "assistant", content = Some.Json }, finish_reason = "stop" } } });
        var rule = new { path = "/v1/chat/completions", method = "POST", match = "@", response = new { status = 200, content } };
        using var response = await http.PostAsJsonAsync("/config", new { rules = new[] { rule } });
        response.EnsureSuccessStatusCode();
    }
}
