namespace CommunityIntel.Discord.Entities;

/// <summary>
/// A card in a message (Discord API reference, Embed). Title 256, description 4,096, 25 fields of 256 and 1,024, footer
/// 2,048 and author 256 characters; 6,000 over all embeds of a message.
/// </summary>
public sealed record DiscordEmbed
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Url { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>0xRRGGBB.</summary>
    public int? Color { get; init; }

    public DiscordEmbedFooter? Footer { get; init; }

    public DiscordEmbedImage? Image { get; init; }

    public DiscordEmbedImage? Thumbnail { get; init; }

    public DiscordEmbedAuthor? Author { get; init; }

    public IReadOnlyList<DiscordEmbedField>? Fields { get; init; }
}

public sealed record DiscordEmbedField(string Name, string Value, bool Inline = false);

public sealed record DiscordEmbedFooter(string Text, string? IconUrl = null);

/// <param name="Url">https, or <c>attachment://name.png</c> for a file of the same message.</param>
public sealed record DiscordEmbedImage(string Url);

public sealed record DiscordEmbedAuthor(string Name, string? Url = null, string? IconUrl = null);
