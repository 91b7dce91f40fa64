using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Digests;
using CommunityIntel.Discord.Rest;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Outbox;
using Orleans.Runtime;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>Does one action on Discord, in a form that may be done twice. Answers with null, or why it is not done.</summary>
public sealed partial class Delivery(IDiscordRest discord, CommandTexts texts, DigestEmbed digests, IGrainFactory grains, ILogger<Delivery> logger)
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
            PostDigestAction post => PostAsync(post, ending.Token),
            SetRolesAction roles => SetRolesAsync(roles, ending.Token),
            _ => Task.FromResult<ActionFailure?>(ActionFailure.Refused),
        }, cancellation);
        return new ActionOutcome(action.Claim, failure);
    }

    private async Task<ActionFailure?> AnnounceAsync(AnnounceLevelAction a, CancellationToken ending)
    {
        var channel = a.ChannelId != 0 ? (ulong)a.ChannelId : (await discord.CreateDmChannelAsync((ulong)a.UserId, ending)).Id;
        await discord.CreateMessageAsync(
            channel, new DiscordMessageBuilder { Content = Announcement.Of(a, texts), Nonce = a.Nonce, MentionableUsers = a.PingsMember ? [(ulong)a.UserId] : [] }, ending);
        return null;
    }

    // One that is gone meanwhile has nothing to say. It is posted in its own language, whoever reads it.
    private async Task<ActionFailure?> PostAsync(PostDigestAction a, CancellationToken ending)
    {
        var digest = await grains.GetGrain<IGuildDigestsGrain>(a.Claim.GuildId).GetAsync(new Viewer(0, IsManager: true), a.Span, a.FirstDay).WaitAsync(ending);
        if (digest is null) return null;
        var card = digests.Of(digest, (ulong)a.Claim.GuildId, CommandTexts.CultureOf(digest.Language), quotes: false);
        await discord.CreateMessageAsync((ulong)a.ChannelId, new DiscordMessageBuilder { Embeds = [card], Nonce = a.Nonce }, ending);
        return null;
    }

    // All roles in one call, with those that are nobody's business kept. Between reading and writing somebody else may change them, and
    // that change is lost: the two follow each other at once.
    private async Task<ActionFailure?> SetRolesAsync(SetRolesAction a, CancellationToken ending)
    {
        var (guild, user) = ((ulong)a.Claim.GuildId, (ulong)a.UserId);
        var has = (await discord.GetMemberAsync(guild, user, ending)).Roles.Select(id => (long)id).ToList();
        var target = RoleTarget.Reach(has, a.Granted, a.Revoked);
        if (target.ToHashSet().SetEquals(has)) return null;
        try
        {
            await discord.ModifyMemberRolesAsync(guild, user, [.. target.Select(id => (ulong)id)], Reason, ending);
            return null;
        }
        catch (DiscordRestException e) when (IsOfARole(e))
        {
            Log.Refused(logger, a.Claim.GuildId, a.Claim.Key, e.Message);
            return await SetOneByOneAsync(a, has, ending);
        }
    }

    // Discord refuses the whole call for one role, and does not say which. The others are given all the same; the first refusal is the reason.
    private async Task<ActionFailure?> SetOneByOneAsync(SetRolesAction a, List<long> has, CancellationToken ending)
    {
        var (guild, user) = ((ulong)a.Claim.GuildId, (ulong)a.UserId);
        ActionFailure? first = null;
        foreach (var role in a.Granted.Except(has)) first = await ChangeAsync(() => discord.GrantRoleAsync(guild, user, (ulong)role, Reason, ending)) is { } refused ? first ?? refused : first;
        foreach (var role in a.Revoked.Intersect(has)) first = await ChangeAsync(() => discord.RevokeRoleAsync(guild, user, (ulong)role, Reason, ending)) is { } refused ? first ?? refused : first;
        return first;

        async Task<ActionFailure?> ChangeAsync(Func<Task> change)
        {
            try
            {
                await change();
                return null;
            }
            catch (DiscordRestException e) when (IsOfARole(e))
            {
                Log.Refused(logger, a.Claim.GuildId, a.Claim.Key, e.Message);
                return Refusal.Of(e, ofRoles: true);
            }
        }
    }

    private static bool IsOfARole(DiscordRestException e) =>
        Refusal.Of(e, ofRoles: true) is ActionFailure.UnknownRole or ActionFailure.RoleOutOfReach or ActionFailure.RoleNotAssignable or ActionFailure.Refused;

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
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OrleansException)
        {
            // What is to be said could not be asked for; Discord was not.
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
