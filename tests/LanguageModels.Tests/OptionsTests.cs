using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityIntel.LanguageModels.Tests;

public sealed class OptionsTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Providers:0:Name"] = "groq",
        ["Providers:0:BaseAddress"] = "https://api.groq.com/openai/v1",
        ["Providers:0:Model"] = "openai/gpt-oss-20b",
        ["Providers:0:Key"] = "gsk_1234",
        ["Providers:0:RequestsPerDay"] = "1000",
        ["Providers:0:InputPricePerMillion"] = "0.075",
        ["Providers:0:OutputPricePerMillion"] = "0.30",
    };

    [Fact]
    public void A_provider_is_read_from_the_configuration()
    {
        var options = Read(Good);

        (options.Currency, options.TimeoutSeconds, options.TotalTimeoutSeconds, options.AtOnce).Should().Be(("USD", 5, 15, 4));
        options.Providers.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Name = "groq", Model = "openai/gpt-oss-20b", Key = "gsk_1234", RequestsPerDay = 1000, InputPricePerMillion = 0.075m, OutputPricePerMillion = 0.30m, TimeoutSeconds = (int?)null,
        });
    }

    [Fact]
    public void No_provider_is_a_choice()
    {
        Read([]).Providers.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Currency", "dollars", "LanguageModels:Currency must be three capital letters, such as USD")]
    [InlineData("TimeoutSeconds", "0", "LanguageModels:TimeoutSeconds must be between 1 and 120")]
    [InlineData("TotalTimeoutSeconds", "301", "LanguageModels:TotalTimeoutSeconds must be between 1 and 300")]
    [InlineData("AtOnce", "0", "LanguageModels:AtOnce must be between 1 and 64")]
    [InlineData("Providers:0:Name", "my provider", "LanguageModels:Providers:0: Name must be 1 to 40 letters")]
    [InlineData("Providers:0:BaseAddress", "", "LanguageModels:Providers:0 (groq): BaseAddress is missing. Set")]
    [InlineData("Providers:0:BaseAddress", "api.groq.com", "LanguageModels:Providers:0 (groq): BaseAddress must be an absolute https address, such as https://")]
    [InlineData("Providers:0:BaseAddress", "ftp://api.groq.com", "LanguageModels:Providers:0 (groq): BaseAddress must be an absolute https address")]
    [InlineData("Providers:0:BaseAddress", "http://api.groq.com/openai/v1", "LanguageModels:Providers:0 (groq): BaseAddress must begin with https")]
    [InlineData("Providers:0:BaseAddress", "https://me:secret@api.groq.com/v1", "LanguageModels:Providers:0 (groq): BaseAddress must not hold a user name")]
    [InlineData("Providers:0:BaseAddress", "https://api.groq.com/v1?key=x", "LanguageModels:Providers:0 (groq): BaseAddress must end with its path")]
    [InlineData("Providers:0:Model", "", "LanguageModels:Providers:0 (groq): Model must be the model's name")]
    [InlineData("Providers:0:Key", "", "LanguageModels:Providers:0 (groq): Key is missing. Set it to an API key")]
    [InlineData("Providers:0:Key", "gsk_1234\n", "LanguageModels:Providers:0 (groq): Key must be printable ASCII")]
    [InlineData("Providers:0:RequestsPerDay", "-1", "LanguageModels:Providers:0 (groq): RequestsPerDay must be between 0 (no limit) and 1000000")]
    [InlineData("Providers:0:InputPricePerMillion", "-0.1", "LanguageModels:Providers:0 (groq): InputPricePerMillion must be between 0")]
    [InlineData("Providers:0:OutputPricePerMillion", "100001", "LanguageModels:Providers:0 (groq): OutputPricePerMillion must be between 0")]
    [InlineData("Providers:0:TimeoutSeconds", "0", "LanguageModels:Providers:0 (groq): TimeoutSeconds must be between 1 and 120")]
    [InlineData("Providers:0:TimeoutSeconds", "16", "LanguageModels:Providers:0 (groq): TimeoutSeconds must not be more than LanguageModels:TotalTimeoutSeconds")]
    public void What_is_wrong_is_said_with_what_to_do(string setting, string value, string message)
    {
        var settings = new Dictionary<string, string?>(Good) { [setting] = value };

        var refusal = FluentActions.Invoking(() => Read(settings)).Should().Throw<OptionsValidationException>().Which;

        refusal.Failures.Should().ContainSingle().Which.Should().Contain(message);
        refusal.Message.Should().NotContainAny("gsk_1234", "secret");
    }

    [Fact]
    public void Two_providers_of_one_name_are_refused()
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (key, value) in Good) settings[key.Replace(":0:", ":1:")] = value;

        FluentActions.Invoking(() => Read(settings)).Should().Throw<OptionsValidationException>().Which.Failures
            .Should().ContainSingle().Which.Should().StartWith("LanguageModels:Providers:1 (groq): Name must be its own");
    }

    private static LanguageModelsOptions Read(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"LanguageModels:{setting.Key}", setting => setting.Value)).Build();
        using var services = new ServiceCollection().AddLogging().AddLanguageModels(configuration).AddLanguageModels(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<LanguageModelsOptions>>().Value;
    }
}
