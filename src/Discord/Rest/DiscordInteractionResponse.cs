using CommunityIntel.Discord.Entities;

namespace CommunityIntel.Discord.Rest;

/// <summary>The first answer to an interaction (Discord API reference, Interaction Callback Type).</summary>
public abstract record DiscordInteractionResponse
{
    private DiscordInteractionResponse() { }

    /// <summary>A message.</summary>
    public sealed record Message(DiscordMessageBuilder Content) : DiscordInteractionResponse;

    /// <summary>"Thinking …": the message follows within 15 minutes. Whether it is ephemeral is decided now.</summary>
    public sealed record DeferredMessage(bool IsEphemeral) : DiscordInteractionResponse;

    /// <summary>To a click: the message stays as it is, or is edited later.</summary>
    public sealed record DeferredUpdate : DiscordInteractionResponse;

    /// <summary>To a click: the message that holds the component changes.</summary>
    public sealed record Update(DiscordMessageBuilder Content) : DiscordInteractionResponse;

    /// <summary>At most 25 suggestions.</summary>
    public sealed record Autocomplete(IReadOnlyList<DiscordApplicationCommandChoice> Choices) : DiscordInteractionResponse;

    /// <summary>A form of one to five fields; the title has at most 45 characters.</summary>
    public sealed record Modal(string CustomId, string Title, IReadOnlyList<DiscordComponent> Components) : DiscordInteractionResponse;
}
