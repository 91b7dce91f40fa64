using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Outbox;

/// <summary>
/// Something to do on Discord, noted with the effect that caused it. <c>Key</c> names it within its guild: the same effect
/// noted twice is the same action. A <see cref="IsTargetState"/> action stands for a state to reach, and a newer one takes its place.
/// </summary>
public abstract record OutboxAction(long UserId)
{
    public abstract string Key { get; }

    public abstract bool IsTargetState { get; }

    /// <summary>
    /// At most 25 characters, the same for the same action of the same guild; Discord sends a message with it once within a few
    /// minutes (Discord API reference, Create Message, <c>enforce_nonce</c>).
    /// </summary>
    public string NonceIn(long guildId)
    {
        var named = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{guildId}/{Key}"));
        return Convert.ToHexStringLower(SHA256.HashData(named).AsSpan(0, 12));
    }
}

/// <summary>
/// Tell that a member reached a level, in a channel or (<c>ChannelId</c> 0) by direct message. <c>Locale</c> is the guild's, as Discord
/// names it; <c>Template</c> its own words, null = the product's.
/// </summary>
public sealed record AnnounceLevel(LevelNews News, long ChannelId, string Locale, string? Template, bool PingsMember) : OutboxAction(News.UserId)
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"level:{UserId}:{News.Level}");

    public override bool IsTargetState => false;
}

/// <summary>Post a digest of a day or week, once. What it says is read when it is posted: nothing of it is in the outbox.</summary>
public sealed record PostDigest(long ChannelId, int Span, DateOnly FirstDay) : OutboxAction(UserId: 0)
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"digest:{Span}:{FirstDay:yyyy-MM-dd}");

    public override bool IsTargetState => false;
}

/// <summary>
/// A member is to have the granted roles and none of the revoked ones; others stay as they are. <c>Level</c> is the reason.
/// <c>IsRepair</c>: it is one of many, and gives way to what somebody waits for.
/// </summary>
public sealed record SetRoles(long UserId, int Level, IReadOnlyList<long> Granted, IReadOnlyList<long> Revoked, bool IsRepair = false) : OutboxAction(UserId)
{
    private const string Prefix = "roles:";

    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{UserId}");

    public override bool IsTargetState => true;

    /// <summary>Whether an action's key names roles; whatever else there is, is a message.</summary>
    public static bool IsNamedBy(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public bool Equals(SetRoles? other) =>
        other is not null && UserId == other.UserId && Level == other.Level && IsRepair == other.IsRepair
        && Granted.SequenceEqual(other.Granted) && Revoked.SequenceEqual(other.Revoked);

    public override int GetHashCode() => HashCode.Combine(UserId, Level, Granted.Count, Revoked.Count);
}
