using CommunityIntel.Discord.Entities;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// Definitions of commands from their texts. A path such as <c>xp.give</c> is called by its last part; <c>command.xp.give</c> is its
/// name in other languages and <c>command.xp.give.about</c> says what it does.
/// </summary>
public static class CommandShapes
{
    private const int InGuilds = 0;

    public static DiscordApplicationCommand Command(this CommandTexts texts, string name, params DiscordApplicationCommandOption[] options) => new()
    {
        Name = name, NameLocalizations = texts.Others($"command.{name}"),
        Description = texts.Default($"command.{name}.about"), DescriptionLocalizations = texts.Others($"command.{name}.about"),
        Contexts = [InGuilds], Options = options.Length == 0 ? null : options,
    };

    /// <summary>At most 25 in a command; the command itself can then not be run without one.</summary>
    public static DiscordApplicationCommandOption Subcommand(this CommandTexts texts, string path, params DiscordApplicationCommandOption[] options) =>
        texts.Option(DiscordOptionType.Subcommand, path) with { Options = options.Length == 0 ? null : options };

    public static DiscordApplicationCommandOption Group(this CommandTexts texts, string path, params DiscordApplicationCommandOption[] subcommands) =>
        texts.Option(DiscordOptionType.Group, path) with { Options = subcommands };

    /// <summary>Further bounds are added with <c>with { MinValue = … }</c>. Required ones come before the others.</summary>
    public static DiscordApplicationCommandOption Option(this CommandTexts texts, DiscordOptionType type, string path, bool required = false) => new()
    {
        Type = (int)type,
        Name = path[(path.LastIndexOf('.') + 1)..], NameLocalizations = texts.Others($"command.{path}"),
        Description = texts.Default($"command.{path}.about"), DescriptionLocalizations = texts.Others($"command.{path}.about"),
        Required = required ? true : null,
    };

    /// <summary>A fixed choice whose name is a text of its own.</summary>
    public static DiscordApplicationCommandChoice Choice(this CommandTexts texts, string key, string value) =>
        DiscordApplicationCommandChoice.Of(texts.Default(key), value, texts.Others(key));
}
