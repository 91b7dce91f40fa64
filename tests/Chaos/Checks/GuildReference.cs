using CommunityIntel.DiscordEmulator.Ledgers;
using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Grains.Activity;

namespace CommunityIntel.Chaos.Checks;

/// <summary>A place in a session, and when the event there was published (unix ms).</summary>
internal readonly record struct Place(int Session, long Sequence, long At);

/// <summary>
/// What one guild must look like: the ledger applied in order, by one thread, through the product's own rules. Nothing of
/// batches, grains, commits or retries is in here.
/// </summary>
internal sealed class GuildReference(long guildId)
{
    private readonly Queue<Place> _open = new();
    private Guild? _guild;

    public long GuildId { get; } = guildId;
    public Guild? Guild => _guild;
    public Dictionary<long, MessageRow> Messages { get; } = [];
    public Dictionary<HourKey, HourCounters> Hours { get; } = [];
    public Dictionary<MemberDayKey, MemberDayCounters> MemberDays { get; } = [];
    public Dictionary<(long UserId, long StartedAtMs), VoiceSession> VoiceSessions { get; } = [];
    public HashSet<Member> Earners { get; } = [];
    public HashSet<Member> Seen { get; } = [];

    /// <summary>Messages that were written while no session of the guild was there, or its sessions were deaf.</summary>
    public Dictionary<long, MessageRow> Unheard { get; } = [];

    /// <summary>Sessions that carried anything of this guild.</summary>
    public HashSet<int> Sessions { get; } = [];

    /// <summary>The last event that changed something; a watermark may lie behind it only over events that change nothing.</summary>
    public Place LastEffect { get; private set; }

    public Place LastDelivered { get; private set; }

    /// <summary>The oldest event that is not known to be durable; null = none.</summary>
    public Place? Oldest => _open.TryPeek(out var oldest) ? oldest : null;

    /// <summary>When the last event became durable, as far as was looked (unix ms).</summary>
    public long AdvancedAt { get; private set; }

    public void Apply(LedgerEntry entry)
    {
        if (entry.Deliveries.Count == 0)
        {
            // Before the bot first came nobody could be told.
            if (Sessions.Count > 0 && entry.Kind == LedgerKind.Message && !entry.IsSystem) Unheard[(long)entry.Id] = Row(entry);
            return;
        }

        foreach (var delivery in entry.Deliveries) Sessions.Add(delivery.Session);
        var (session, sequence) = entry.Deliveries[^1];
        LastDelivered = new Place(session, sequence, entry.At);
        Tell(entry);
        if (_guild!.TakeChanges() is not { IsEmpty: false } changes) return;
        Keep(changes);
        LastEffect = LastDelivered;
        _open.Enqueue(LastEffect);
    }

    /// <summary>The guild's watermark has been seen at a place.</summary>
    public void Durable(int session, long sequence, long now)
    {
        while (_open.TryPeek(out var oldest) && (oldest.Session < session || (oldest.Session == session && oldest.Sequence <= sequence)))
        {
            _open.Dequeue();
            AdvancedAt = now;
        }
    }

    private void Tell(LedgerEntry e)
    {
        _guild ??= new Guild(GuildId, ZonedCalendar.Of(ZonedCalendar.ZoneFor(e.Locale)));
        var user = (long)e.UserId;
        switch (e.Kind)
        {
            case LedgerKind.Message when !e.IsSystem:
                Know(user);
                _guild.MessageCreated((long)e.Id, (long)e.ChannelId, user, e.IsBot, isMember: true, null, null, e.At);
                break;
            case LedgerKind.Voice:
                Know(user);
                _guild.VoiceStateChanged(user, e.ChannelId == 0 ? null : (long)e.ChannelId, e.IsBot, null, null, e.At);
                break;
            case LedgerKind.Joined:
                Know(user);
                _guild.MemberJoined(user, null, null, e.IsBot, Math.Min(e.JoinedAt, e.At));
                break;
            case LedgerKind.Left:
                Know(user);
                _guild.MemberLeft(user, e.IsBot, e.At);
                break;
            case LedgerKind.Available:
                Available(e);
                break;
            case LedgerKind.Gone:
                _guild.Gone(e.IsOutage, e.At);
                break;
        }
    }

    private void Available(LedgerEntry e)
    {
        var voice = new Dictionary<long, VoicePlace>();
        foreach (var v in e.Voices.Where(v => !v.IsBot))
        {
            Know((long)v.UserId);
            voice[(long)v.UserId] = new VoicePlace((long)v.ChannelId);
        }

        // Names and channels are not compared; a number stands for them.
        _guild!.Available(new GuildIdentity($"{GuildId}", null, 0, e.Locale, e.Members, true, null), [], voice, e.At, null);
    }

    private void Know(long userId)
    {
        if (!_guild!.Knows(userId)) _guild.Remember(new Member(userId));
    }

    private void Keep(GuildChanges changes)
    {
        foreach (var message in changes.Messages) Messages.Add(message.MessageId, message);
        foreach (var (key, session) in changes.VoiceSessions) VoiceSessions[key] = session;
        Earners.UnionWith(changes.Earnings);
        Seen.UnionWith(changes.Profiles);
        foreach (var (key, c) in changes.Hours)
        {
            var sum = Hours.GetValueOrDefault(key);
            Hours[key] = new HourCounters
            {
                Messages = sum.Messages + c.Messages, BotMessages = sum.BotMessages + c.BotMessages, VoiceSeconds = sum.VoiceSeconds + c.VoiceSeconds,
                Joins = sum.Joins + c.Joins, Leaves = sum.Leaves + c.Leaves,
            };
        }

        foreach (var (key, d) in changes.MemberDays)
        {
            var sum = MemberDays.GetValueOrDefault(key);
            MemberDays[key] = new MemberDayCounters { Messages = sum.Messages + d.Messages, VoiceSeconds = sum.VoiceSeconds + d.VoiceSeconds };
        }
    }

    private static MessageRow Row(LedgerEntry e) => new((long)e.Id, (long)e.ChannelId, (long)e.UserId, e.IsBot);
}
