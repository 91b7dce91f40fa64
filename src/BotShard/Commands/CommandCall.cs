using System.Globalization;
using System.Text.Json;
using CommunityIntel.Discord.Entities;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Somebody ran a command in a guild, or clicked a button of its answer.</summary>
/// <param name="Culture">The person's language as Discord says it: French or English.</param>
public sealed record CommandCall(DiscordInteraction Interaction, ulong GuildId, DiscordUser Author, CultureInfo Culture)
{
    public bool IsClick => Interaction.Type == DiscordInteractionType.MessageComponent;

    /// <summary>What follows the command's name in a button's <c>custom_id</c>, parted by colons.</summary>
    public string[] ClickedOn => Interaction.Data?.CustomId?.Split(':')[1..] ?? [];

    public string? Text(string option) => Value(option) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The user chosen in an option; null when it was left out.</summary>
    public DiscordUser? User(string option) =>
        Text(option) is { } text && Snowflake(text) is { } id ? Interaction.Data!.Resolved?.Users?.GetValueOrDefault(id) ?? new DiscordUser { Id = id, Username = text } : null;

    /// <summary>The name that is shown in this guild.</summary>
    public string NameOf(DiscordUser user)
    {
        var member = user.Id == Author.Id ? Interaction.Member : Interaction.Data?.Resolved?.Members?.GetValueOrDefault(user.Id);
        return member?.Nick ?? user.DisplayName;
    }

    private JsonElement? Value(string option) => Interaction.Data?.Options.FirstOrDefault(o => o.Name == option)?.Value;

    private static ulong? Snowflake(string text) => ulong.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;
}
