using CommunityIntel.Discord.Entities;

namespace CommunityIntel.Discord.Rest;

/// <summary>A message to send or the new state of one to edit. Mentions nobody unless told to.</summary>
public sealed class DiscordMessageBuilder
{
    private const int EphemeralFlag = 64;

    /// <summary>At most 2,000 characters.</summary>
    public string? Content { get; set; }

    /// <summary>At most ten; in an edit an empty list removes them.</summary>
    public IReadOnlyList<DiscordEmbed>? Embeds { get; set; }

    /// <summary>At most five rows; in an edit an empty list removes them.</summary>
    public IReadOnlyList<DiscordComponent>? Components { get; set; }

    /// <summary>At most ten, 10 MiB each.</summary>
    public IReadOnlyList<DiscordFile> Files { get; set; } = [];

    /// <summary>The users that this message may ping; nobody else is.</summary>
    public IReadOnlyList<ulong> MentionableUsers { get; set; } = [];

    /// <summary>Answers this message; sent without it when it is gone.</summary>
    public ulong? ReplyTo { get; set; }

    /// <summary>
    /// At most 25 characters. The same nonce within a few minutes sends the message once, so that sending again after a
    /// lost answer is safe. Made up when null.
    /// </summary>
    public string? Nonce { get; set; }

    /// <summary>Only for the one who called a command or clicked.</summary>
    public bool IsEphemeral { get; set; }

    public DiscordMessageBuilder AsEphemeral()
    {
        IsEphemeral = true;
        return this;
    }

    internal MessageBody ToBody() => new()
    {
        Content = Content,
        Embeds = Embeds,
        Components = Components,
        Flags = IsEphemeral ? EphemeralFlag : null,
        AllowedMentions = new AllowedMentions { Users = MentionableUsers.Count == 0 ? null : MentionableUsers },
        Attachments = Files.Count == 0 ? null : [.. Files.Select((f, i) => new AttachmentBody(i, f.Name, f.Description))],
    };
}

/// <summary>A file to attach.</summary>
/// <param name="Name">Letters, digits, <c>_ - .</c> only; Discord changes others and references to it break.</param>
/// <param name="Description">Alternative text.</param>
public sealed record DiscordFile(string Name, ReadOnlyMemory<byte> Content, string ContentType, string? Description = null);
