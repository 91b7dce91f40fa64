using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

public enum DiscordInteractionType
{
    Ping = 1,
    ApplicationCommand = 2,
    MessageComponent = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// <summary>
/// A command, click or form of a user (Discord API reference, Interaction). To be answered within 3 s;
/// <see cref="Token"/> is a secret for 15 minutes.
/// </summary>
public sealed record DiscordInteraction
{
    [JsonRequired]
    public ulong Id { get; init; }

    public ulong ApplicationId { get; init; }

    public DiscordInteractionType Type { get; init; }

    [JsonRequired]
    public required string Token { get; init; }

    public DiscordInteractionPayload? Data { get; init; }

    /// <summary>The message that holds the component that was used.</summary>
    public DiscordMessage? Message { get; init; }

    public ulong? GuildId { get; init; }

    public ulong? ChannelId { get; init; }

    /// <summary>In guilds, with the user inside.</summary>
    public DiscordMember? Member { get; init; }

    /// <summary>In DMs.</summary>
    public DiscordUser? User { get; init; }

    public DiscordPermissions? AppPermissions { get; init; }

    /// <summary>The user's language.</summary>
    public string? Locale { get; init; }

    /// <summary>The language that the guild prefers; <c>en-US</c> unless it is a community that chose another.</summary>
    public string? GuildLocale { get; init; }

    public IReadOnlyList<DiscordEntitlement> Entitlements { get; init => field = value ?? []; } = [];

    /// <summary>Bytes; what one attached file may have here.</summary>
    public long? AttachmentSizeLimit { get; init; }

    /// <summary>Who did it, wherever it was.</summary>
    [JsonIgnore]
    public DiscordUser? Author => Member?.User ?? User;

    public override string ToString() => $"Interaction {Id} ({Type})";
}

/// <summary>What was called, clicked or filled in.</summary>
public sealed record DiscordInteractionPayload
{
    /// <summary>The command's id.</summary>
    public ulong? Id { get; init; }

    /// <summary>The command's default name.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of command: 1 chat input, 2 user, 3 message.</summary>
    public int? Type { get; init; }

    public IReadOnlyList<DiscordInteractionOption> Options { get; init => field = value ?? []; } = [];

    public string? CustomId { get; init; }

    public int? ComponentType { get; init; }

    /// <summary>What was chosen in a select.</summary>
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];

    /// <summary>The user or message that a context command was called on.</summary>
    public ulong? TargetId { get; init; }

    public DiscordResolved? Resolved { get; init; }

    /// <summary>A form's fields, both in the Label and in the older row layout; see <see cref="FormValue"/>.</summary>
    public JsonElement? Components { get; init; }

    /// <summary>What was typed into the field of a form; null when it is not there.</summary>
    public string? FormValue(string customId) => Components is { ValueKind: JsonValueKind.Array } rows ? Find(rows, customId) : null;

    private static string? Find(JsonElement rows, string customId)
    {
        foreach (var row in rows.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object))
        {
            if (row.TryGetProperty("custom_id", out var id) && id.ValueKind == JsonValueKind.String && id.ValueEquals(customId))
                return row.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (row.TryGetProperty("component", out var inner) && inner.ValueKind == JsonValueKind.Object
                && FindIn(inner, customId) is { } labelled)
                return labelled;
            if (row.TryGetProperty("components", out var several) && several.ValueKind == JsonValueKind.Array
                && Find(several, customId) is { } found)
                return found;
        }
        return null;
    }

    private static string? FindIn(JsonElement component, string customId) =>
        component.TryGetProperty("custom_id", out var id) && id.ValueKind == JsonValueKind.String && id.ValueEquals(customId)
        && component.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>An option of a command, or a subcommand with options of its own.</summary>
public sealed record DiscordInteractionOption
{
    [JsonRequired]
    public required string Name { get; init; }

    /// <summary>1 subcommand, 2 group, 3 string, 4 integer, 5 boolean, 6 user, 7 channel, 8 role, 10 number.</summary>
    public int Type { get; init; }

    /// <summary>String, number or boolean; ids are strings.</summary>
    public JsonElement? Value { get; init; }

    public IReadOnlyList<DiscordInteractionOption> Options { get; init => field = value ?? []; } = [];

    /// <summary>Autocomplete: the user is typing here.</summary>
    public bool Focused { get; init; }
}

/// <summary>The objects that the ids in an interaction mean.</summary>
public sealed record DiscordResolved
{
    public IReadOnlyDictionary<ulong, DiscordUser>? Users { get; init; }

    public IReadOnlyDictionary<ulong, DiscordMember>? Members { get; init; }

    public IReadOnlyDictionary<ulong, DiscordRole>? Roles { get; init; }

    public IReadOnlyDictionary<ulong, DiscordChannel>? Channels { get; init; }
}
