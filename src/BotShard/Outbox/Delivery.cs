using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Outbox;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>Does one action on Discord, in a form that may be done twice. Answers with null, or why it is not done.</summary>
public sealed partial class Delivery(IDiscordRest discord, ILogger<Delivery> logger)
{
    private const string Reason = "Level reward";

    /// <summary>Never longer than <paramref name="limit"/>. Throws only when cancelled.</summary>
    public async Task<ActionOutcome> DoAsync(DueAction action, TimeSpan limit, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(limit);
        var failure = await TryAsync(action is SetRolesAction, action.Claim, () => action switch
        {
            AnnounceLevelAction announce => AnnounceAsync(announce, ending.Token),
            SetRolesAction roles => SetRolesAsync(roles, ending.Token),
            _ => Task.FromResult<ActionFailure?>(ActionFailure.Refused),
        }, cancellation);
        return new ActionOutcome(action.Claim, failure);
    }

    private async Task<ActionFailure?> AnnounceAsync(AnnounceLevelAction a, CancellationToken ending)
    {
        await discord.CreateMessageAsync((ulong)a.ChannelId, new DiscordMessageBuilder { Content = Announcement.OfLevel(a.UserId, a.Level, a.Locale), Nonce = a.Nonce }, ending);
        return null;
    }

    // Only what differs is changed. A role that cannot be changed does not keep the others from it; the first such is the reason.
    private async Task<ActionFailure?> SetRolesAsync(SetRolesAction a, CancellationToken ending)
    {
        var (guild, user) = ((ulong)a.Claim.GuildId, (ulong)a.UserId);
        var has = (await discord.GetMemberAsync(guild, user, ending)).Roles.ToHashSet();
        ActionFailure? first = null;
        foreach (var role in a.Granted.Select(id => (ulong)id).Where(id => !has.Contains(id)))
            first = Earlier(first, await ChangeAsync(() => discord.GrantRoleAsync(guild, user, role, Reason, ending)));
        foreach (var role in a.Revoked.Select(id => (ulong)id).Where(has.Contains))
            first = Earlier(first, await ChangeAsync(() => discord.RevokeRoleAsync(guild, user, role, Reason, ending)));
        return first;

        static ActionFailure? Earlier(ActionFailure? one, ActionFailure? other) => one ?? other;

        async Task<ActionFailure?> ChangeAsync(Func<Task> change)
        {
            try
            {
                await change();
                return null;
            }
            catch (DiscordRestException e) when (Refusal.Of(e, ofRoles: true) is ActionFailure.UnknownRole or ActionFailure.RoleOutOfReach or ActionFailure.RoleNotAssignable)
            {
                Log.Refused(logger, a.Claim.GuildId, a.Claim.Key, e.Message);
                return Refusal.Of(e, ofRoles: true);
            }
        }
    }

    private async Task<ActionFailure?> TryAsync(bool ofRoles, ActionClaim claim, Func<Task<ActionFailure?>> attempt, CancellationToken cancellation)
    {
        try
        {
            return await attempt();
        }
        catch (DiscordRestException e)
        {
            Log.Refused(logger, claim.GuildId, claim.Key, e.Message);
            return Refusal.Of(e, ofRoles);
        }
        catch (HttpRequestException e)
        {
            Log.Refused(logger, claim.GuildId, claim.Key, e.Message);
            return ActionFailure.NoAnswer;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Log.Refused(logger, claim.GuildId, claim.Key, "no answer in time");
            return ActionFailure.NoAnswer;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Discord did not do {ActionKey} of guild {GuildId}: {Reason}")]
        public static partial void Refused(ILogger logger, long guildId, string actionKey, string reason);
    }
}
