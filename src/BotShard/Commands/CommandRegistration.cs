using System.Text.Json;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// Tells Discord the commands when it knows others, all at once: those that are no longer there vanish. Every worker looks, and what
/// is right already is left alone, since overwriting is limited to 200 new commands a day.
/// </summary>
public sealed partial class CommandRegistration(IEnumerable<ICommand> commands, CommandTexts texts, IDiscordRest discord, TimeProvider time, ILogger<CommandRegistration> logger)
    : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RegisterAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DiscordRestException or HttpRequestException or OperationCanceledException)
            {
                // Without commands the bot still counts.
                Log.NotRegistered(logger, e.Message);
                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RegisterAsync(CancellationToken stopping)
    {
        var application = await discord.GetCurrentApplicationAsync(stopping);
        var wanted = commands.Select(Definition).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        var known = await discord.GetGlobalApplicationCommandsAsync(application.Id, stopping);
        if (known.Select(Written).Order(StringComparer.Ordinal).SequenceEqual(wanted.Select(Written).Order(StringComparer.Ordinal))) return;
        await discord.BulkOverwriteGlobalApplicationCommandsAsync(application.Id, wanted, stopping);
        Log.Registered(logger, wanted.Count);
    }

    private DiscordApplicationCommand Definition(ICommand command) =>
        command.Definition(texts) with { DefaultMemberPermissions = command.Needs == DiscordPermissions.None ? null : command.Needs };

    // Only what we say of a command, in one order; Discord adds ids and defaults.
    private static string Written(DiscordApplicationCommand c) => JsonSerializer.Serialize(new object?[]
    {
        c.Name, Sorted(c.NameLocalizations), c.Description ?? "", Sorted(c.DescriptionLocalizations), (ulong?)c.DefaultMemberPermissions, (c.Contexts ?? []).Order().ToList(),
        (c.Options ?? []).Select(Written).ToList(),
    });

    private static object?[] Written(DiscordApplicationCommandOption o) =>
    [
        o.Type, o.Name, Sorted(o.NameLocalizations), o.Description, Sorted(o.DescriptionLocalizations), o.Required ?? false, o.Autocomplete ?? false,
        o.MinValue, o.MaxValue, o.MinLength, o.MaxLength, (o.ChannelTypes ?? []).Order().ToList(),
        (o.Choices ?? []).Select(c => new object?[] { c.Name, c.Value, Sorted(c.NameLocalizations) }).ToList(), (o.Options ?? []).Select(Written).ToList(),
    ];

    private static List<string> Sorted(IReadOnlyDictionary<string, string>? texts) =>
        [.. (texts ?? new Dictionary<string, string>()).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}")];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Discord was told {Count} commands")]
        public static partial void Registered(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Commands could not be registered, trying again in a minute: {Reason}")]
        public static partial void NotRegistered(ILogger logger, string reason);
    }
}
