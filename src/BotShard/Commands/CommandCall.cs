using System.Globalization;
using System.Text.Json;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Somebody ran a command in a guild, clicked a button of its answer or filled in its form.</summary>
/// <param name="Culture">The person's language, for what they alone see: French or English.</param>
/// <param name="PublicCulture">The guild's language, for what everybody sees.</param>
public sealed record CommandCall(DiscordInteraction Interaction, ulong GuildId, DiscordUser Author, CultureInfo Culture, CultureInfo PublicCulture)
{
    private const int SubcommandOption = 1;
    private const int GroupOption = 2;

    public bool IsClick => Interaction.Type == DiscordInteractionType.MessageComponent;

    public bool IsForm => Interaction.Type == DiscordInteractionType.ModalSubmit;

    /// <summary>What follows the command's name in the <c>custom_id</c> of a button or form, parted by colons.</summary>
    public string[] ClickedOn => Interaction.Data?.CustomId?.Split(':')[1..] ?? [];

    /// <summary>What was chosen in the select that was used.</summary>
    public IReadOnlyList<string> Chosen => Interaction.Data?.Values ?? [];

    /// <summary>The group of subcommands that was chosen from; null without groups.</summary>
    public string? Group => TopOptions is [{ Type: GroupOption } group, ..] ? group.Name : null;

    /// <summary>The default name of the chosen subcommand; null when the command has none.</summary>
    public string? Subcommand => InGroup is [{ Type: SubcommandOption } chosen, ..] ? chosen.Name : null;

    /// <summary>In the channel where it was run, as Discord computed it; an administrator has all.</summary>
    public bool Has(DiscordPermissions permissions) =>
        permissions == DiscordPermissions.None || Interaction.Member?.Permissions is { } own && (own.HasFlag(DiscordPermissions.Administrator) || (own & permissions) == permissions);

    public string? Text(string option) => Value(option) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A whole number, which Discord takes between −2⁵³ and 2⁵³; null when left out.</summary>
    public long? Whole(string option) =>
        Value(option) is not { ValueKind: JsonValueKind.Number } value ? null : value.TryGetInt64(out var whole) ? whole : (long)Math.Clamp(value.GetDouble(), long.MinValue, long.MaxValue);

    public double? Number(string option) => Value(option) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public bool? Flag(string option) => Value(option) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>The user chosen in an option; null when it was left out. Whoever is no member here any more comes with the user alone.</summary>
    public DiscordUser? User(string option) =>
        Id(option) is { } id ? Interaction.Data!.Resolved?.Users?.GetValueOrDefault(id) ?? new DiscordUser { Id = id, Username = Text(option)! } : null;

    public ulong? ChannelId(string option) => Id(option);

    public ulong? RoleId(string option) => Id(option);

    public DiscordChannel? Channel(string option) => Id(option) is { } id ? Interaction.Data!.Resolved?.Channels?.GetValueOrDefault(id) : null;

    public DiscordRole? Role(string option) => Id(option) is { } id ? Interaction.Data!.Resolved?.Roles?.GetValueOrDefault(id) : null;

    /// <summary>Whether a chosen user is in this guild now.</summary>
    public bool IsMember(DiscordUser user) => user.Id == Author.Id || Interaction.Data?.Resolved?.Members?.ContainsKey(user.Id) == true;

    /// <summary>What was typed into a field of the form.</summary>
    public string? Field(string customId) => Interaction.Data?.FormValue(customId);

    /// <summary>The name that is shown in this guild.</summary>
    public string NameOf(DiscordUser user)
    {
        var member = user.Id == Author.Id ? Interaction.Member : Interaction.Data?.Resolved?.Members?.GetValueOrDefault(user.Id);
        return member?.Nick ?? user.DisplayName;
    }

    private IReadOnlyList<DiscordInteractionOption> TopOptions => Interaction.Data?.Options ?? [];

    private IReadOnlyList<DiscordInteractionOption> InGroup => TopOptions is [{ Type: GroupOption } group, ..] ? group.Options : TopOptions;

    private IReadOnlyList<DiscordInteractionOption> Given => InGroup is [{ Type: SubcommandOption } chosen, ..] ? chosen.Options : InGroup;

    private JsonElement? Value(string option) => Given.FirstOrDefault(o => o.Name == option)?.Value;

    private ulong? Id(string option) => ulong.TryParse(Text(option), CultureInfo.InvariantCulture, out var id) ? id : null;
}
