using System.Runtime.InteropServices;
using CommunityIntel.Domain.Access;
using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Domain.Digests;
using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Invites;
using CommunityIntel.Domain.Notes;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.TimeZones;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

/// <summary>A message as it is kept: no text. <c>FromBot</c>: a bot or a webhook wrote it.</summary>
public readonly record struct MessageRow(long MessageId, long ChannelId, long AuthorId, bool FromBot);

/// <summary>
/// Everything that one batch changed, to be written in one transaction. Members, channels and voice sessions carry
/// absolute values; counters are to be added.
/// </summary>
public sealed class GuildChanges
{
    public List<MessageRow> Messages { get; } = [];
    public HashSet<Member> Earnings { get; } = [];
    public HashSet<Member> Profiles { get; } = [];
    public Dictionary<long, Channel> Channels { get; } = [];
    public Dictionary<(long UserId, long StartedAtMs), VoiceSession> VoiceSessions { get; } = [];
    public Dictionary<HourKey, HourCounters> Hours { get; } = [];
    public Dictionary<MemberDayKey, MemberDayCounters> MemberDays { get; } = [];
    public Dictionary<long, Gap> Gaps { get; } = [];
    public Dictionary<(long GapId, long ChannelId), GapChannel> GapChannels { get; } = [];
    public Snapshot? Snapshot { get; set; }
    public GuildIdentity? Identity { get; set; }
    public Dictionary<string, SeenInvite> Invites { get; } = [];

    /// <summary>How many came by an invite on a local day.</summary>
    public Dictionary<(DateOnly Date, string Code), int> InviteJoins { get; } = [];

    public InviteLook? InviteLook { get; set; }

    /// <summary>Days to be counted again, when they begin to be.</summary>
    public ZoneChange? ZoneChange { get; set; }
    public DashboardAccess? Access { get; set; }

    /// <summary>By id; null = deleted.</summary>
    public Dictionary<long, DateNote?> Notes { get; } = [];

    public TextChanges Texts { get; } = new();
    public ChangedDigestSettings? Digests { get; set; }
    public BillingChanges Billing { get; } = new();
    public Dictionary<long, Role> Roles { get; } = [];
    public GuildBot? Bot { get; set; }
    public ChangedRewards? Rewards { get; set; }
    public RewardRepair? Repair { get; set; }
    public XpRules? Rules { get; set; }

    /// <summary>Of <see cref="Rules"/>, when they changed.</summary>
    public int RulesVersion { get; set; }

    /// <summary>What was done by hand, in order.</summary>
    public List<AuditEntry> Audit { get; } = [];

    /// <summary>What is to be done on Discord, at most one action of a kind for a member: the latest.</summary>
    public Dictionary<(Type Kind, long UserId), OutboxAction> Outbox { get; } = [];

    public Dictionary<long, ChosenPrivacy> Privacy { get; } = [];

    /// <summary>Members to be deleted, and when (Unix ms); written before everything else.</summary>
    public Dictionary<long, long> Forgotten { get; } = [];

    public bool IsEmpty =>
        Messages.Count == 0 && Earnings.Count == 0 && Profiles.Count == 0 && Channels.Count == 0 && VoiceSessions.Count == 0
        && Hours.Count == 0 && MemberDays.Count == 0 && Gaps.Count == 0 && GapChannels.Count == 0 && Snapshot is null && Identity is null
        && Roles.Count == 0 && Bot is null && Rewards is null && Repair is null && Rules is null && Outbox.Count == 0 && Privacy.Count == 0 && Forgotten.Count == 0 && Audit.Count == 0
        && InviteLook is null && Access is null && Notes.Count == 0 && Texts.IsEmpty && Digests is null && Billing.IsEmpty;

    public ref HourCounters Hour(LocalHour hour, long channelId) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(Hours, new HourKey(hour.StartMs, hour.Date, channelId), out _);

    public void ToDo(OutboxAction action) => Outbox[(action.GetType(), action.UserId)] = action;

    /// <summary>Nothing of the member is written, and what is stored of them is deleted.</summary>
    public void Forget(long userId, long atMs)
    {
        Messages.RemoveAll(m => m.AuthorId == userId && !m.FromBot);
        Texts.ForgetAuthor(userId);
        Earnings.RemoveWhere(m => m.UserId == userId);
        Profiles.RemoveWhere(m => m.UserId == userId);
        foreach (var key in VoiceSessions.Keys.Where(k => k.UserId == userId).ToList()) VoiceSessions.Remove(key);
        foreach (var key in MemberDays.Keys.Where(k => k.UserId == userId).ToList()) MemberDays.Remove(key);
        foreach (var key in Outbox.Keys.Where(k => k.UserId == userId).ToList()) Outbox.Remove(key);
        Privacy.Remove(userId);
        Billing.Seats.Remove(userId);
        Forgotten[userId] = atMs;
    }

    public ref MemberDayCounters MemberDay(DateOnly date, long userId) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(MemberDays, new MemberDayKey(date, userId), out _);
}
