using CommunityIntel.Domain.Outbox;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.Storage.Outbox;
using OpenAction = CommunityIntel.GrainInterfaces.Outbox.OpenAction;

namespace CommunityIntel.Grains.Outbox;

/// <summary>The outbox's rows in the words of the grain's callers, and reasons as they are stored.</summary>
internal static class OutboxWire
{
    private static readonly Dictionary<string, ActionFailure> Failures = Enum.GetValues<ActionFailure>().ToDictionary(Name);

    public static DueAction Due(TakenAction taken)
    {
        var claim = new ActionClaim(taken.GuildId, taken.Key, taken.Revision, taken.Attempts, taken.CreatedAt);
        return taken.Action switch
        {
            AnnounceLevel a => new AnnounceLevelAction(
                claim, a.ChannelId, a.UserId, a.News.Level, a.Locale, taken.Nonce ?? a.NonceIn(taken.GuildId), a.Template, a.PingsMember, a.News.Name, a.News.Xp, a.News.Server, a.News.Roles),
            PostDigest p => new PostDigestAction(claim, p.ChannelId, (DigestSpan)p.Span, p.FirstDay, taken.Nonce ?? p.NonceIn(taken.GuildId)),
            SetRoles r => new SetRolesAction(claim, r.UserId, r.Level, r.Granted, r.Revoked),
            _ => throw new ArgumentException($"{taken.Action.GetType().Name} is not for workers", nameof(taken)),
        };
    }

    public static OpenAction Open(Storage.Outbox.OpenAction open, Dictionary<long, string> roleNames)
    {
        var failure = Failures.GetValueOrDefault(open.Reason ?? "", ActionFailure.Refused);
        return open.Action switch
        {
            PostDigest => new OpenAction(OpenActionKind.PostDigest, open.IsGivenUp, failure, open.CreatedAt, 0, null, 0, open.ChannelName, []),
            AnnounceLevel a => new OpenAction(OpenActionKind.AnnounceLevel, open.IsGivenUp, failure, open.CreatedAt, a.UserId, open.MemberName, a.News.Level, open.ChannelName, []),
            SetRoles r => new OpenAction(
                OpenActionKind.SetRoles, open.IsGivenUp, failure, open.CreatedAt, r.UserId, open.MemberName, r.Level, null, [.. r.Granted.Select(id => roleNames.GetValueOrDefault(id))]),
            _ => throw new ArgumentException($"{open.Action.GetType().Name} is not shown", nameof(open)),
        };
    }

    /// <summary>As in the column <c>reason</c>.</summary>
    public static string Name(ActionFailure failure) => failure switch
    {
        ActionFailure.NoAnswer => "no_answer",
        ActionFailure.UnknownChannel => "unknown_channel",
        ActionFailure.UnknownMember => "unknown_member",
        ActionFailure.UnknownRole => "unknown_role",
        ActionFailure.UnknownGuild => "unknown_guild",
        ActionFailure.MissingAccess => "missing_access",
        ActionFailure.MissingPermission => "missing_permission",
        ActionFailure.RoleOutOfReach => "role_out_of_reach",
        ActionFailure.RoleNotAssignable => "role_not_assignable",
        ActionFailure.DirectRefused => "direct_refused",
        _ => "refused",
    };
}
