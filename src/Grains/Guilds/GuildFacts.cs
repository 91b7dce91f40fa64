using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Grains.Guilds;

/// <summary>One small handler per event type: the wire's words to the guild's rules.</summary>
internal static class GuildFacts
{
    private static readonly Dictionary<Type, Action<Guild, GuildEvent>> Handlers = new()
    {
        [typeof(MessageCreated)] = On<MessageCreated>(Apply),
        [typeof(MessageEdited)] = On<MessageEdited>((g, e) => g.MessageEdited(e.MessageId, e.Content)),
        [typeof(MessagesDeleted)] = On<MessagesDeleted>((g, e) => g.MessagesDeleted(e.MessageIds)),
        [typeof(VoiceStateChanged)] = On<VoiceStateChanged>((g, e) => g.VoiceStateChanged(
            e.UserId, e.ChannelId, e.IsBot, e.Name, e.Avatar, Ms(e.At), StateOf(e.Flags), e.RoleIds)),
        [typeof(MemberJoined)] = On<MemberJoined>((g, e) => g.MemberJoined(e.UserId, e.Name, e.Avatar, e.IsBot, Ms(e.JoinedAt), e.RoleIds)),
        [typeof(MemberUpdated)] = On<MemberUpdated>((g, e) => g.MemberUpdated(e.UserId, e.Name, e.Avatar, e.IsBot, e.RoleIds, Ms(e.At))),
        [typeof(MemberLeft)] = On<MemberLeft>((g, e) => g.MemberLeft(e.UserId, e.IsBot, Ms(e.At))),
        [typeof(GuildAvailable)] = On<GuildAvailable>(Apply),
        [typeof(GuildUpdated)] = On<GuildUpdated>((g, e) => g.Updated(e.Name, e.Icon, e.OwnerId, e.PreferredLocale, e.AfkChannelId, Ms(e.At))),
        [typeof(GuildGone)] = On<GuildGone>((g, e) => g.Gone(e.Unavailable, Ms(e.At))),
        [typeof(ChannelChanged)] = On<ChannelChanged>((g, e) => g.ChannelChanged(ToDomain(e.Channel))),
        [typeof(RoleChanged)] = On<RoleChanged>((g, e) => g.RoleChanged(ToDomain(e.Role))),
        [typeof(RoleDeleted)] = On<RoleDeleted>((g, e) => g.RoleDeleted(e.RoleId)),
        [typeof(ChannelDeleted)] = On<ChannelDeleted>((g, e) => g.ChannelDeleted(e.ChannelId, Ms(e.At))),
    };

    /// <summary>Ignores an event type that this version does not know.</summary>
    public static void Apply(Guild guild, GuildEvent fact)
    {
        if (Handlers.TryGetValue(fact.GetType(), out var handler)) handler(guild, fact);
    }

    /// <summary>Members that the fact names; those in voice may be named by what ends their stay.</summary>
    public static IEnumerable<long> MembersOf(Guild guild, GuildEvent fact) => fact switch
    {
        MessageCreated { AuthorKind: AuthorKind.Member or AuthorKind.Bot } e => [e.AuthorId],
        VoiceStateChanged e => PaidInVoice(guild).Append(e.UserId),
        MemberJoined e => [e.UserId],
        MemberUpdated e => [e.UserId],
        MemberLeft e => PaidInVoice(guild).Append(e.UserId),
        GuildAvailable e => e.VoiceStates.Select(v => v.UserId).Concat(guild.InVoice.Keys),
        GuildGone or ChannelDeleted => guild.InVoice.Keys,
        GuildUpdated => PaidInVoice(guild),
        _ => [],
    };

    // One who comes, goes or mutes may end what the others there earn.
    private static IEnumerable<long> PaidInVoice(Guild guild) => guild.Rules.Voice.IsOff ? [] : guild.InVoice.Keys;

    private static void Apply(Guild guild, MessageCreated e)
    {
        if (e.AuthorKind == AuthorKind.System) return;
        guild.MessageCreated(
            e.MessageId, e.ChannelId, e.AuthorId, e.AuthorKind != AuthorKind.Member, e.AuthorKind != AuthorKind.Webhook,
            e.AuthorName, e.AuthorAvatar, Ms(e.ReceivedAt), e.RoleIds, e.Text is { } t ? new MessageText(t.Length, t.Fingerprint, t.IsCommand) : null, e.Content, e.ReplyToId);
    }

    private static void Apply(Guild guild, GuildAvailable e)
    {
        var voice = new Dictionary<long, VoicePlace>();
        foreach (var state in e.VoiceStates.Where(s => s is { IsBot: false, ChannelId: not null }))
        {
            voice[state.UserId] = new VoicePlace(state.ChannelId!.Value, StateOf(state.Flags));
            if (state.Name is not null) guild.MemberUpdated(state.UserId, state.Name, state.Avatar, state.IsBot, state.RoleIds, Ms(e.At));
        }

        if (e.Roles is { Count: > 0 } roles) guild.RolesListed([.. roles.DistinctBy(r => r.Id).Select(ToDomain)]);
        if (e.Self is { } self) guild.BotSeen(self.UserId, self.RoleIds);
        var session = guild.Watermark.SessionId;
        var connectedUntil = e.ConnectedUntil is { } until ? Ms(until) : (long?)null;
        var gap = guild.GapBefore(session, e.LostSessionId, connectedUntil, Ms(e.At));
        var identity = new GuildIdentity(e.Name, e.Icon, e.OwnerId, e.PreferredLocale, e.MemberCount, true, null, e.AfkChannelId);
        guild.Available(identity, e.Channels.Select(ToDomain), voice, Ms(e.At), connectedUntil);
        guild.SnapshotTaken(session, Ms(e.At), gap, e.Channels.Where(c => c.Name is not null || guild.Channels[c.Id].Name is not null)
            .DistinctBy(c => c.Id).ToDictionary(c => c.Id, c => c.LastMessageId));
    }

    /// <summary>The page in the guild's words; system messages are not activity.</summary>
    public static GapPage ToDomain(BackfillPage page) => new(
        page.GapId, page.ChannelId,
        [.. page.Messages.Where(m => m.AuthorKind != AuthorKind.System).Select(m => new FoundMessage(
            m.MessageId, m.AuthorId, m.AuthorKind != AuthorKind.Member, m.AuthorKind != AuthorKind.Webhook, m.AuthorName, m.AuthorAvatar))],
        page.Cursor, EndOf(page.End));

    private static GapPageEnd EndOf(BackfillEnd end) => end switch
    {
        BackfillEnd.Reached => GapPageEnd.Reached,
        BackfillEnd.Empty => GapPageEnd.Empty,
        BackfillEnd.MissingAccess => GapPageEnd.MissingAccess,
        BackfillEnd.Deleted => GapPageEnd.Deleted,
        BackfillEnd.OverBudget => GapPageEnd.OverBudget,
        _ => GapPageEnd.More,
    };

    private static Channel ToDomain(GuildChannel c) => new(
        c.Id, c.Type, c.Name, c.ParentId, IsDeleted: false, c is { ViewAllowed: { } allowed, ViewDenied: { } denied } ? new ViewOverwrites(allowed, denied) : null);

    private static Role ToDomain(GuildRole r) => new(r.Id, r.Name, r.Position, (RolePermissions)r.Permissions, r.IsManaged, r.Color);

    private static VoiceState StateOf(VoiceFlags flags) => (VoiceState)(int)flags & VoiceState.All;

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static Action<Guild, GuildEvent> On<T>(Action<Guild, T> handler) where T : GuildEvent => (guild, fact) => handler(guild, (T)fact);
}
