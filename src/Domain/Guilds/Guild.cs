using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.TimeZones;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

/// <summary>
/// One guild's rules and memory. Every method applies one fact, in order, and notes what changed in <see cref="Changes"/>.
/// Deterministic: the same facts in the same order give the same state; times come with the facts.
/// Members named by a fact must have been put in with <see cref="Remember"/> first.
/// </summary>
public sealed partial class Guild(long id, ILocalCalendar calendar)
{
    /// <summary>A message dated further ahead of its arrival than this has an impossible id (ms).</summary>
    public const long FutureToleranceMs = 24 * 60 * 60 * 1000L;

    private readonly Dictionary<long, Member> _members = [];
    private readonly Dictionary<long, Channel> _channels = [];
    private readonly Dictionary<long, VoiceSession> _inVoice = [];
    private ILocalCalendar _calendar = calendar;
    private LocalHour _hour;

    public long Id { get; } = id;
    public GuildIdentity Identity { get; private set; } = GuildIdentity.Unknown;
    public Watermark Watermark { get; private set; } = Watermark.None;
    public GuildChanges Changes { get; private set; } = new();
    public IReadOnlyDictionary<long, Channel> Channels => _channels;
    public IReadOnlyDictionary<long, VoiceSession> InVoice => _inVoice;
    public IReadOnlyCollection<Member> Members => _members.Values;
    public int MembersRemembered => _members.Count;

    /// <summary>
    /// Facts that follow may have been applied before, from another session: those that have no key of their own are then
    /// taken only when they are later than what is known of the member.
    /// </summary>
    public bool IsOverlap { get; set; }

    /// <summary>Puts back what was durable; called once, before the first fact.</summary>
    public void Restore(GuildIdentity? identity, Watermark watermark, IEnumerable<Channel> channels, IEnumerable<VoiceSession> openSessions)
    {
        Identity = identity ?? GuildIdentity.Unknown;
        Watermark = watermark;
        foreach (var channel in channels) _channels[channel.Id] = channel;
        foreach (var session in openSessions) _inVoice[session.UserId] = session;
    }

    /// <summary>From now on: days and hours are of another zone. What was counted stays where it is.</summary>
    public void Follow(ILocalCalendar calendar) => (_calendar, _hour) = (calendar, default);

    /// <summary>The guild's record is written with its zone, and with it what is to be counted again; null = nothing was counted yet.</summary>
    public void ChangeZone(ZoneChange? change) => (Changes.Identity, Changes.ZoneChange) = (Identity, change);

    /// <summary>All days were counted again; <paramref name="first"/> is the first now.</summary>
    public void Recounted(DateOnly first) => Identify(Identity with { FirstDate = first });

    public bool Knows(long userId) => _members.ContainsKey(userId);

    /// <summary>A member who is remembered.</summary>
    public Member MemberOf(long userId) => _members[userId];

    /// <summary>Null when the member is not in memory.</summary>
    public Member? Find(long userId) => _members.GetValueOrDefault(userId);

    /// <summary>Who is new to the guild is not counted before the last deletion: what is told of that time may be the deleted one's.</summary>
    public void Remember(Member member)
    {
        if (!member.IsStored) member.CountsFromMs = Math.Max(member.CountsFromMs, MembersForgottenAtMs);
        if (member.Privacy != PrivacyChoices.None) Note(member.UserId, member.Privacy);
        _members[member.UserId] = member;
    }

    /// <summary>Drops members from memory; they are read again when a fact names them. Only between batches.</summary>
    public void ForgetMembers() => _members.Clear();

    /// <summary>Hands out what changed since the last call.</summary>
    public GuildChanges TakeChanges()
    {
        var taken = Changes;
        Changes = new GuildChanges();
        return taken;
    }

    /// <summary>False when the event was applied already, or came too late. Advances the watermark otherwise.</summary>
    public bool Advance(string sessionId, long order, long sequence)
    {
        if (Watermark.Covers(sessionId, order, sequence)) return false;
        if (sessionId != Watermark.SessionId) _sessionBefore = Watermark.SessionId;
        Watermark = Watermark with { SessionId = sessionId, Order = order, Sequence = sequence };
        return true;
    }

    public void Updated(string name, string? icon, long ownerId, string preferredLocale, long? afkChannelId, long atMs)
    {
        if (afkChannelId != Identity.AfkChannelId) SettleVoice(atMs);
        Identify(Identity with { Name = name, Icon = icon, OwnerId = ownerId, PreferredLocale = preferredLocale, AfkChannelId = afkChannelId });
    }

    public void ChannelChanged(Channel channel)
    {
        // A hidden channel keeps the name it had when it was seen. Who sees it now is not known.
        if (channel.Name is null && _channels.TryGetValue(channel.Id, out var known)) channel = channel with { Name = known.Name };
        if (_channels.TryGetValue(channel.Id, out var same) && same == channel) return;
        _channels[channel.Id] = channel;
        Changes.Channels[channel.Id] = channel;
    }

    public void ChannelDeleted(long channelId, long atMs)
    {
        SettleVoiceIn(channelId, atMs);
        if (_channels.TryGetValue(channelId, out var channel)) ChannelChanged(channel with { IsDeleted = true });
        ForgetTextsIn(channelId);
        foreach (var session in _inVoice.Values.Where(s => s.ChannelId == channelId).ToList())
            CloseVoice(session, atMs, estimated: false);
    }

    public void MemberJoined(long userId, string? name, string? avatar, bool isBot, long joinedAtMs, IReadOnlyList<long>? roleIds = null)
    {
        var member = _members[userId];
        if (!member.IsCountedAt(joinedAtMs)) return;
        var again = !member.HasLeft && member.JoinedAtMs == joinedAtMs;
        See(member, name, avatar, isBot);
        HasRoles(member, roleIds, joinedAtMs);
        if (again || (IsOverlap && joinedAtMs <= member.JoinedAtMs)) return;
        member.JoinedAtMs = joinedAtMs;
        member.HasLeft = false;
        Changes.Profiles.Add(member);
        // Somebody who comes back has lost the roles that their level gave.
        Reward(member, isRepair: false);
        Identify(Identity with { MemberCount = Identity.MemberCount + 1 });
        if (!isBot)
        {
            Changes.Hour(HourOf(joinedAtMs), 0).Joins++;
            _joinsSinceLook++;
        }

        Happened(joinedAtMs);
    }

    /// <param name="roleIds">Null = not told.</param>
    public void MemberUpdated(long userId, string? name, string? avatar, bool isBot, IReadOnlyList<long>? roleIds, long atMs)
    {
        var member = _members[userId];
        if (!member.IsCountedAt(atMs)) return;
        See(member, name, avatar, isBot);
        HasRoles(member, roleIds, atMs);
    }

    public void MemberLeft(long userId, bool isBot, long atMs)
    {
        var member = _members[userId];
        if (!member.IsCountedAt(atMs) || (IsOverlap && atMs <= member.JoinedAtMs)) return;
        if (_inVoice.TryGetValue(userId, out var session))
        {
            SettleVoiceIn(session.ChannelId, atMs);
            CloseVoice(_inVoice[userId], atMs, estimated: false);
        }

        if (member.HasLeft) return;
        member.HasLeft = true;
        member.LeftAtMs = Math.Max(atMs, member.JoinedAtMs ?? atMs);
        Changes.Profiles.Add(member);
        Identify(Identity with { MemberCount = Math.Max(0, Identity.MemberCount - 1) });
        if (!isBot && !member.IsBot) Changes.Hour(HourOf(atMs), 0).Leaves++;
        Happened(atMs);
    }

    /// <summary>The bot was removed (data stays until its time is over), or the guild is in an outage (nothing changes).</summary>
    public void Gone(bool unavailable, long atMs)
    {
        if (unavailable)
        {
            _sessionOfOutage = Watermark.SessionId;
            return;
        }

        // Told again after everything was deleted: there is nothing to keep.
        if (Identity == GuildIdentity.Unknown) return;
        SettleVoice(atMs);
        foreach (var session in _inVoice.Values.ToList()) CloseVoice(session, atMs, estimated: false);
        Identify(Identity with { BotPresent = false, BotRemovedAtMs = Identity.BotRemovedAtMs ?? atMs });
        Happened(atMs);
    }

    private void See(Member member, string? name, string? avatar, bool isBot)
    {
        if ((name is null || name == member.Name) && avatar == member.Avatar && isBot == member.IsBot && member.Name is not null) return;
        member.Name = name ?? member.Name;
        member.Avatar = avatar;
        member.IsBot = isBot;
        Changes.Profiles.Add(member);
    }

    // Time in voice until now was spent with the roles of before.
    private void HasRoles(Member member, IReadOnlyList<long>? roleIds, long atMs)
    {
        if (roleIds is null) return;
        if (member.UserId == Bot.UserId) BotSeen(member.UserId, roleIds);
        if (roleIds.SequenceEqual(member.RoleIds)) return;
        if (_inVoice.TryGetValue(member.UserId, out var session)) SettleVoiceOf(session, atMs);
        member.RoleIds = roleIds;
        Changes.Profiles.Add(member);
    }

    private void Identify(GuildIdentity identity)
    {
        if (identity == Identity) return;
        Identity = identity;
        Changes.Identity = identity;
    }

    private LocalHour HourOf(long unixMs) => _hour.Holds(unixMs) ? _hour : _hour = _calendar.HourOf(unixMs);

    private void Happened(long atMs)
    {
        if (atMs > Watermark.LastEventMs) Watermark = Watermark with { LastEventMs = atMs };
        var date = HourOf(atMs).Date;
        if (Identity.FirstDate is not { } first || date < first) Identify(Identity with { FirstDate = date });
    }
}
