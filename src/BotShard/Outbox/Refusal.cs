using System.Net;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Outbox;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>What Discord's refusal means for an action (Discord API reference, JSON Error Codes).</summary>
internal static class Refusal
{
    /// <summary>A 403 or 404 without a code comes from what stands before Discord, and counts as no answer.</summary>
    public static ActionFailure Of(DiscordRestException refusal, bool ofRoles) => (refusal.StatusCode, refusal.Code) switch
    {
        (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout, _) => ActionFailure.NoAnswer,
        ( >= HttpStatusCode.InternalServerError, _) => ActionFailure.NoAnswer,
        (_, 10003) => ActionFailure.UnknownChannel,
        (_, 10004) => ActionFailure.UnknownGuild,
        (_, 10007 or 10013) => ActionFailure.UnknownMember,
        (_, 10011) => ActionFailure.UnknownRole,
        (_, 50001) => ofRoles ? ActionFailure.UnknownGuild : ActionFailure.MissingAccess,
        (_, 50007) => ActionFailure.DirectRefused,
        (_, 50013) => ofRoles ? ActionFailure.RoleOutOfReach : ActionFailure.MissingPermission,
        (_, 50028) => ActionFailure.RoleNotAssignable,
        (HttpStatusCode.Forbidden or HttpStatusCode.NotFound, 0) => ActionFailure.NoAnswer,
        _ => ActionFailure.Refused,
    };
}
