using System.Net;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>REST's messages and refusals in the grains' words, by the rules of live events.</summary>
internal static class BackfilledMessages
{
    // Discord API reference, JSON Error Codes.
    private const int UnknownChannel = 10003;
    private const int MissingAccess = 50001;
    private const int MissingPermissions = 50013;

    public static BackfilledMessage Of(DiscordMessage m) => new(
        (long)m.Id, (long)m.Author.Id,
        m switch
        {
            { WebhookId: not null } => AuthorKind.Webhook,
            { Author.Bot: true } => AuthorKind.Bot,
            { Type: 0 or 19 } => AuthorKind.Member,
            _ => AuthorKind.System,
        },
        m.Author.DisplayName, m.Author.Avatar);

    /// <summary>Null: asking again may help.</summary>
    public static BackfillEnd? RefusalOf(DiscordRestException e) => e switch
    {
        { StatusCode: HttpStatusCode.NotFound, Code: UnknownChannel } => BackfillEnd.Deleted,
        { StatusCode: HttpStatusCode.Forbidden, Code: MissingAccess or MissingPermissions } => BackfillEnd.MissingAccess,
        BadRequestException => BackfillEnd.MissingAccess,
        _ => null,
    };
}
