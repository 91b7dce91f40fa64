using System.Text.Json;
using System.Text.RegularExpressions;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.Discord.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>What Discord is told of the commands.</summary>
public sealed partial class DefinitionTests
{
    [Fact]
    public async Task Every_name_and_description_is_there_in_both_languages_and_as_Discord_wants_it()
    {
        var bot = await SharedBot.GetAsync();
        var commands = await bot.CommandsAsync();
        commands.Select(c => c.GetProperty("name").GetString()).Should().Contain(["rank", "leaderboard", "stats", "settings", "help"]);
        var named = commands.SelectMany(WithOptions).ToList();
        named.Should().OnlyContain(c => IsName(c.GetProperty("name")) && IsName(French(c, "name_localizations")));
        named.Should().OnlyContain(c => IsDescription(c.GetProperty("description")) && IsDescription(French(c, "description_localizations")));
        foreach (var siblings in commands.SelectMany(c => WithOptions(c).Select(Options)).Append(commands))
            siblings.Select(o => French(o, "name_localizations").GetString()).Should().OnlyHaveUniqueItems("two commands of one name cannot be told apart");
    }

    [Fact]
    public async Task What_only_managers_may_do_is_hidden_from_others_by_Discord_too()
    {
        var bot = await SharedBot.GetAsync();
        var needs = bot.Services.GetServices<ICommand>().ToDictionary(c => c.Name, c => c.Needs);
        foreach (var command in await bot.CommandsAsync())
        {
            var shown = command.GetProperty("default_member_permissions");
            var needed = needs[command.GetProperty("name").GetString()!];
            (shown.ValueKind == JsonValueKind.Null ? "0" : shown.GetString()).Should().Be($"{(ulong)needed}");
        }

        needs["settings"].Should().Be(Discord.DiscordPermissions.ManageGuild);
        needs["rank"].Should().Be(Discord.DiscordPermissions.None);
    }

    [Fact]
    public async Task Commands_are_told_again_only_when_one_changed()
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.RegisteredAsync();
        var before = await VersionsAsync(bot);

        await RegisterAgainAsync(bot);
        (await VersionsAsync(bot)).Should().Equal(before, "Discord has them as they are, with its own defaults and ids added");

        // Somebody else's hand: a bound of one option, two levels deep.
        var rest = bot.Services.GetRequiredService<IDiscordRest>();
        var application = (await rest.GetCurrentApplicationAsync(TestContext.Current.CancellationToken)).Id;
        var known = await rest.GetGlobalApplicationCommandsAsync(application, TestContext.Current.CancellationToken);
        var other = known.Select(c => c.Name != "stats" ? c : c with { Options = [.. c.Options!.Select(o => o with { Options = [.. o.Options!.Select(p => p with { Required = p.Type == 4 })] })] });
        await rest.BulkOverwriteGlobalApplicationCommandsAsync(application, [.. other.Select(c => c with { Options = c.Options?.Select(Sorted).ToList() })], TestContext.Current.CancellationToken);

        await RegisterAgainAsync(bot);
        (await bot.CommandsAsync()).SelectMany(WithOptions).Where(o => o.GetProperty("name").GetString() == "range")
            .Should().NotContain(o => o.GetRawText().Contains("required", StringComparison.Ordinal));
    }

    // Required options come first.
    private static Discord.Entities.DiscordApplicationCommandOption Sorted(Discord.Entities.DiscordApplicationCommandOption option) =>
        option with { Options = option.Options?.OrderByDescending(o => o.Required == true).ToList() };

    private static async Task RegisterAgainAsync(RunningBot bot)
    {
        var registration = bot.Services.GetServices<IHostedService>().OfType<CommandRegistration>().Single();
        await registration.StartAsync(TestContext.Current.CancellationToken);
        await registration.ExecuteTask!;
    }

    private static async Task<IReadOnlyList<string?>> VersionsAsync(RunningBot bot) => [.. (await bot.CommandsAsync()).Select(c => c.GetProperty("version").GetString())];

    private static IEnumerable<JsonElement> WithOptions(JsonElement command) => Options(command).SelectMany(WithOptions).Prepend(command);

    private static IReadOnlyList<JsonElement> Options(JsonElement command) =>
        command.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Array ? [.. options.EnumerateArray()] : [];

    private static JsonElement French(JsonElement command, string texts) => command.GetProperty(texts).GetProperty("fr");

    private static bool IsName(JsonElement name) => name.GetString() is { } text && Name().IsMatch(text) && !text.Any(char.IsUpper);

    private static bool IsDescription(JsonElement text) => text.GetString() is { Length: > 0 and <= 100 };

    // Discord API reference, Application Command Naming.
    [GeneratedRegex(@"^[-_'\p{L}\p{N}]{1,32}$")]
    private static partial Regex Name();
}
