using CommunityIntel.BotShard.Billing;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Guilds;

/// <summary>
/// What a gateway event says about a guild, in the grains' words. <c>Event</c> null = nothing that a guild keeps. <c>InvitesMove</c>: its invites
/// are other ones now, or were used.
/// </summary>
public readonly record struct GuildFact(long GuildId, GuildEvent? Event, bool InvitesMove = false)
{
    /// <summary>Who came earlier than this before they were told of did not come just now.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromHours(1);

    /// <summary>Dispatches that say something of a guild that is kept, purchases and commands; the client drops the others before they are read.</summary>
    public const GatewayEventTypes Wanted =
        GatewayEventTypes.Ready | GatewayEventTypes.GuildCreate | GatewayEventTypes.GuildUpdate | GatewayEventTypes.GuildDelete
        | GatewayEventTypes.GuildMemberAdd | GatewayEventTypes.GuildMemberUpdate | GatewayEventTypes.GuildMemberRemove
        | GatewayEventTypes.GuildRoleCreate | GatewayEventTypes.GuildRoleUpdate | GatewayEventTypes.GuildRoleDelete
        | GatewayEventTypes.ChannelCreate | GatewayEventTypes.ChannelUpdate | GatewayEventTypes.ChannelDelete
        | GatewayEventTypes.ThreadCreate | GatewayEventTypes.ThreadUpdate | GatewayEventTypes.ThreadDelete
        | GatewayEventTypes.InviteCreate | GatewayEventTypes.InviteDelete
        | GatewayEventTypes.MessageCreate | GatewayEventTypes.MessageUpdate | GatewayEventTypes.MessageDelete | GatewayEventTypes.MessageDeleteBulk
        | GatewayEventTypes.VoiceStateUpdate | GatewayEventTypes.InteractionCreate | EntitlementWatch.Told;

    private const GatewayEventTypes TextChanges = GatewayEventTypes.MessageUpdate | GatewayEventTypes.MessageDelete | GatewayEventTypes.MessageDeleteBulk;

    /// <summary>What the bot asks Discord for: members is privileged, and message content, which is asked for only where the operator says so.</summary>
    public static DiscordIntents Intents(bool readsText) =>
        DiscordIntents.Guilds | DiscordIntents.GuildMembers | DiscordIntents.GuildInvites | DiscordIntents.GuildVoiceStates | DiscordIntents.GuildMessages
        | (readsText ? DiscordIntents.MessageContent : 0);

    public static GuildFact None => default;

    /// <exception cref="DiscordDecodeException">The payload is not what Discord documents.</exception>
    public static GuildFact From(in GatewayEvent e, EventDecoder decoder, LostWindow before, TextWishes wishes)
    {
        if (e.Type == GatewayEventTypes.MessageCreate) return Of(decoder.ReadMessageCreated(e.Data.Span), e, wishes);
        if ((e.Type & TextChanges) != 0 && !(EventDecoder.TryReadGuildId(e.Type, e.Data.Span, out var guildId) && wishes.Of((long)guildId).HasFlag(TextWish.Changes))) return None;
        var (sequence, at) = (e.Sequence, e.ReceivedAt);
        return EventDecoder.Decode(e) switch
        {
            GuildCreatedEventArgs { Guild: { Unavailable: false } guild } => new((long)guild.Id, Available(sequence, guild, at, before), at - guild.JoinedAt < JustNow),
            GuildUpdatedEventArgs { Guild: var guild } => new((long)guild.Id, new GuildUpdated(sequence, guild.Name ?? "", guild.Icon, (long)(guild.OwnerId ?? 0), guild.PreferredLocale ?? "en-US", (long?)guild.AfkChannelId, at)),
            GuildDeletedEventArgs gone => new((long)gone.GuildId, new GuildGone(sequence, gone.IsUnavailable, at)),
            GuildMemberAddedEventArgs joined => new((long)joined.GuildId, new MemberJoined(
                sequence, (long)joined.User.Id, joined.Member.Nick ?? joined.User.DisplayName, joined.User.Avatar, joined.User.Bot, Earlier(joined.Member.JoinedAt, at), Sorted(joined.Member.Roles)), at - joined.Member.JoinedAt < JustNow),
            GuildMemberUpdatedEventArgs updated => new((long)updated.GuildId, new MemberUpdated(
                sequence, (long)updated.User.Id, updated.Member.Nick ?? updated.User.DisplayName, updated.User.Avatar, updated.User.Bot, Sorted(updated.Member.Roles), at)),
            GuildMemberRemovedEventArgs left => new((long)left.GuildId, new MemberLeft(sequence, (long)left.User.Id, left.User.Bot, at)),
            GuildRoleCreatedEventArgs made => new((long)made.GuildId, new RoleChanged(sequence, Of(made.Role))),
            GuildRoleUpdatedEventArgs changed => new((long)changed.GuildId, new RoleChanged(sequence, Of(changed.Role))),
            GuildRoleDeletedEventArgs gone => new((long)gone.GuildId, new RoleDeleted(sequence, (long)gone.RoleId)),
            ChannelCreatedEventArgs { GuildId: { } id } created => new((long)id, new ChannelChanged(sequence, Of(created.Channel))),
            ChannelUpdatedEventArgs { GuildId: { } id } updated => new((long)id, new ChannelChanged(sequence, Of(updated.Channel))),
            ChannelDeletedEventArgs { GuildId: { } id } deleted => new((long)id, new ChannelDeleted(sequence, (long)deleted.Channel.Id, at)),
            ThreadCreatedEventArgs { GuildId: { } id } created => new((long)id, new ChannelChanged(sequence, Of(created.Thread))),
            ThreadUpdatedEventArgs { GuildId: { } id } updated => new((long)id, new ChannelChanged(sequence, Of(updated.Thread))),
            ThreadDeletedEventArgs { GuildId: { } id } deleted => new((long)id, new ChannelDeleted(sequence, (long)deleted.Thread.Id, at)),
            // Without the author's hand in it it is an embed, or a pin.
            MessageUpdatedEventArgs { GuildId: { } id, EditedAt: not null } edited when wishes.ReadsText =>
                new((long)id, new MessageEdited(sequence, (long)edited.MessageId, (long)edited.ChannelId, EventDecoder.ReadText(e.Data.Span).Text ?? "")),
            MessageDeletedEventArgs { GuildId: { } id } deleted => new((long)id, new MessagesDeleted(sequence, [(long)deleted.MessageId])),
            MessagesBulkDeletedEventArgs { GuildId: { } id } deleted => new((long)id, new MessagesDeleted(sequence, [.. deleted.MessageIds.Select(m => (long)m)])),
            VoiceStateUpdatedEventArgs { VoiceState: { GuildId: { } id } state } => new((long)id, Of(sequence, state, state.Member, at)),
            InviteCreatedEventArgs { GuildId: { } id } => new((long)id, null, InvitesMove: true),
            InviteDeletedEventArgs { GuildId: { } id } => new((long)id, null, InvitesMove: true),
            _ => None,
        };
    }

    private static GuildFact Of(in MessageCreatedEventArgs m, in GatewayEvent e, TextWishes wishes)
    {
        if (m.GuildId is not { } guildId) return None;
        var kind = m switch
        {
            { WebhookId: not null } => AuthorKind.Webhook,
            { IsBot: true } => AuthorKind.Bot,
            { IsFromPerson: true } => AuthorKind.Member,
            _ => AuthorKind.System,
        };
        var (text, replyTo) = kind == AuthorKind.Member && m.ContentLength > 0 && wishes.Of((long)guildId).HasFlag(TextWish.Texts) ? EventDecoder.ReadText(e.Data.Span) : default;
        return new((long)guildId, new MessageCreated(
            e.Sequence, (long)m.MessageId, (long)m.ChannelId, (long)m.AuthorId, kind, m.AuthorName, m.AuthorAvatar, e.ReceivedAt, m.AuthorRoleIds,
            m.ContentLength > 0 ? new MessageTextFacts(m.ContentLength, m.ContentFingerprint, m.IsCommand) : null, text, (long)replyTo));
    }

    private static GuildAvailable Available(long sequence, DiscordGuild g, DateTimeOffset at, LostWindow before)
    {
        var members = g.Members.Where(m => m.User is not null).ToDictionary(m => m.User!.Id);
        return new GuildAvailable(
            sequence, g.Name ?? "", g.Icon, (long)(g.OwnerId ?? 0), g.PreferredLocale ?? "en-US", Math.Max(0, g.MemberCount ?? 0),
            [.. g.Channels.Concat(g.Threads).Select(Of)],
            [.. g.VoiceStates.Select(v => Of(sequence, v, v.Member ?? members.GetValueOrDefault(v.UserId), at))], at, before.ListenedUntil, before.SessionId, (long?)g.AfkChannelId,
            [.. g.Roles.Select(Of)], SelfOf(g));
    }

    // The list holds the bot and who is in voice, other bots perhaps among them: the guild's joined_at is the bot's own.
    private static GuildSelf? SelfOf(DiscordGuild g)
    {
        var bots = g.Members.Where(m => m.User is { Bot: true }).ToList();
        if (bots.Count > 1) bots = [.. bots.Where(m => m.JoinedAt is not null && m.JoinedAt == g.JoinedAt)];
        return bots is [var self] ? new GuildSelf((long)self.User!.Id, Sorted(self.Roles)) : null;
    }

    private static GuildRole Of(DiscordRole r) => new((long)r.Id, r.Name ?? "", r.Position, (ulong)(r.Permissions ?? 0), r.Managed, r.Color ?? 0);

    private static VoiceStateChanged Of(long sequence, DiscordVoiceState v, DiscordMember? member, DateTimeOffset at)
    {
        var flags = (v.SelfMute ? VoiceFlags.SelfMute : 0) | (v.SelfDeaf ? VoiceFlags.SelfDeaf : 0) | (v.Mute ? VoiceFlags.Mute : 0)
            | (v.Deaf ? VoiceFlags.Deaf : 0) | (v.SelfStream ? VoiceFlags.Stream : 0) | (v.SelfVideo ? VoiceFlags.Video : 0) | (v.Suppress ? VoiceFlags.Suppress : 0);
        var user = member?.User;
        return new VoiceStateChanged(
            sequence, (long)v.UserId, (long?)v.ChannelId, flags, user?.Bot ?? false, user is null ? null : member?.Nick ?? user.DisplayName, user?.Avatar, at,
            member is null ? null : Sorted(member.Roles));
    }

    private static long[] Sorted(IReadOnlyList<ulong> roleIds)
    {
        var sorted = roleIds.Select(id => (long)id).ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    // Of a channel that the bot may not see, Discord tells overwrites that are not its own.
    private static GuildChannel Of(DiscordChannel c) => new(
        (long)c.Id, (int)c.Type, c.Name, (long?)c.ParentId, (long?)c.LastMessageId,
        c.IsObfuscated ? null : RolesOf(c, o => o.Allow.HasFlag(DiscordPermissions.ViewChannel) && !KeepsOut(c, o)), c.IsObfuscated ? null : RolesOf(c, o => KeepsOut(c, o)));

    private static long[] RolesOf(DiscordChannel c, Func<DiscordPermissionOverwrite, bool> isMeant) => Sorted([.. c.PermissionOverwrites.Where(o => o.Type == 0 && isMeant(o)).Select(o => o.Id)]);

    // From what was said in it: who cannot join a voice channel does not read its chat.
    private static bool KeepsOut(DiscordChannel c, DiscordPermissionOverwrite o) =>
        (o.Deny & (DiscordPermissions.ViewChannel | DiscordPermissions.ReadMessageHistory
            | (c.Type is DiscordChannelType.Voice or DiscordChannelType.Stage ? DiscordPermissions.Connect : DiscordPermissions.None))) != 0;

    // A join is not later than its arrival, whatever it says.
    private static DateTimeOffset Earlier(DateTimeOffset? joinedAt, DateTimeOffset at) => joinedAt is { } joined && joined < at ? joined : at;
}
