using System.Text.Json.Serialization;
using CommunityIntel.Discord.Entities;

namespace CommunityIntel.Discord.Rest;

// What we send, as Discord names it. Absent is not the same as null: nulls are left out.

internal sealed record MessageBody
{
    public string? Content { get; init; }
    public IReadOnlyList<DiscordEmbed>? Embeds { get; init; }
    public IReadOnlyList<DiscordComponent>? Components { get; init; }
    public AllowedMentions? AllowedMentions { get; init; }
    public IReadOnlyList<AttachmentBody>? Attachments { get; init; }
    public int? Flags { get; init; }
    public MessageReferenceBody? MessageReference { get; init; }
    public string? Nonce { get; init; }
    public bool? EnforceNonce { get; init; }
}

/// <summary>Nothing in the text is parsed for mentions.</summary>
internal sealed record AllowedMentions
{
    public IReadOnlyList<string> Parse { get; } = [];
    public IReadOnlyList<ulong>? Users { get; init; }
}

/// <param name="Id">Which <c>files[n]</c> part; unlike other ids a number is allowed, a string is sent.</param>
internal sealed record AttachmentBody(
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Id, string Filename, string? Description);

internal sealed record MessageReferenceBody(ulong MessageId, bool FailIfNotExists = false);

internal sealed record InteractionResponseBody<T>(int Type, T? Data);

internal sealed record ModalBody(string CustomId, string Title, IReadOnlyList<DiscordComponent> Components);

internal sealed record ChoicesBody(IReadOnlyList<DiscordApplicationCommandChoice> Choices);

internal sealed record RecipientBody(ulong RecipientId);

internal sealed record MemberRolesBody(IReadOnlyList<ulong> Roles);

internal sealed record ErrorBody
{
    public int Code { get; init; }
    public string? Message { get; init; }
    public System.Text.Json.JsonElement? Errors { get; init; }
}

internal sealed record RateLimitBody
{
    /// <summary>Seconds.</summary>
    public double? RetryAfter { get; init; }
    public bool Global { get; init; }
    public int? Code { get; init; }
}
