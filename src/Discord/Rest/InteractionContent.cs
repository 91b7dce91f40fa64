using System.Net.Http;

namespace CommunityIntel.Discord.Rest;

/// <summary>The body of a first answer to an interaction.</summary>
internal static class InteractionContent
{
    private const int EphemeralFlag = 64;

    public static Func<HttpContent> Of(DiscordInteractionResponse response) => response switch
    {
        DiscordInteractionResponse.Message m => Message(4, m.Content.ToBody(), m.Content.Files),
        DiscordInteractionResponse.DeferredMessage d => Message(5, d.IsEphemeral ? new MessageBody { Flags = EphemeralFlag } : null, []),
        DiscordInteractionResponse.DeferredUpdate => Message(6, null, []),
        DiscordInteractionResponse.Update u => Message(7, u.Content.ToBody(), u.Content.Files),
        DiscordInteractionResponse.Autocomplete a => RequestContent.Json(
            new InteractionResponseBody<ChoicesBody>(8, new ChoicesBody(a.Choices)), RestJson.Default.InteractionResponseBodyChoicesBody),
        DiscordInteractionResponse.Modal m => RequestContent.Json(
            new InteractionResponseBody<ModalBody>(9, new ModalBody(m.CustomId, m.Title, m.Components)), RestJson.Default.InteractionResponseBodyModalBody),
        _ => throw new ArgumentOutOfRangeException(nameof(response)),
    };

    private static Func<HttpContent> Message(int type, MessageBody? body, IReadOnlyList<DiscordFile> files) =>
        RequestContent.Message(new InteractionResponseBody<MessageBody>(type, body), RestJson.Default.InteractionResponseBodyMessageBody, files);
}
