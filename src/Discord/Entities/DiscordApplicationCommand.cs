using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

/// <summary>A slash or context-menu command (Discord API reference, Application Command).</summary>
public sealed record DiscordApplicationCommand
{
    /// <summary>Null in requests.</summary>
    public ulong? Id { get; init; }

    public ulong? ApplicationId { get; init; }

    /// <summary>1 chat input, 2 user, 3 message.</summary>
    public int? Type { get; init; }

    /// <summary>1–32 characters, lower case for chat input.</summary>
    public required string Name { get; init; }

    /// <summary>By Discord locale.</summary>
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    /// <summary>1–100 characters; empty for context menus.</summary>
    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public IReadOnlyList<DiscordApplicationCommandOption>? Options { get; init; }

    /// <summary>Who sees it by default; null: everyone, None: administrators.</summary>
    [JsonConverter(typeof(NumericPermissionsConverter))]
    public DiscordPermissions? DefaultMemberPermissions { get; init; }

    /// <summary>0 guild, 1 bot DM, 2 private channel; global commands only.</summary>
    public IReadOnlyList<int>? Contexts { get; init; }

    /// <summary>0 guild, 1 user; global commands only.</summary>
    public IReadOnlyList<int>? IntegrationTypes { get; init; }
}

/// <summary>A parameter, subcommand or group.</summary>
public sealed record DiscordApplicationCommandOption
{
    /// <summary>As in <see cref="DiscordInteractionOption.Type"/>.</summary>
    public required int Type { get; init; }

    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public required string Description { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public bool? Required { get; init; }

    /// <summary>At most 25.</summary>
    public IReadOnlyList<DiscordApplicationCommandChoice>? Choices { get; init; }

    public IReadOnlyList<DiscordApplicationCommandOption>? Options { get; init; }

    public IReadOnlyList<DiscordChannelType>? ChannelTypes { get; init; }

    public double? MinValue { get; init; }

    public double? MaxValue { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public bool? Autocomplete { get; init; }
}

/// <summary>A fixed answer to choose; its value is a string or a number.</summary>
public sealed record DiscordApplicationCommandChoice
{
    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public required JsonElement Value { get; init; }

    public static DiscordApplicationCommandChoice Of(string name, string value, IReadOnlyDictionary<string, string>? localizations = null) =>
        new() { Name = name, NameLocalizations = localizations, Value = JsonElement.Parse($"\"{JsonEncodedText.Encode(value)}\"") };

    public static DiscordApplicationCommandChoice Of(string name, long value, IReadOnlyDictionary<string, string>? localizations = null) =>
        new() { Name = name, NameLocalizations = localizations, Value = JsonElement.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture)) };
}
