using CommunityIntel.Domain.Guilds;

namespace CommunityIntel.Storage.Guilds;

/// <summary>One guild's changes and the watermark they bring it to; written whole or not at all, and only while the epoch holds.</summary>
public sealed record GuildCommit(long GuildId, long Epoch, string TimeZone, Watermark Watermark, GuildChanges Changes)
{
    public int Rows => 1 + Changes.Messages.Count + Changes.Earnings.Count + Changes.Profiles.Count + Changes.Hours.Count + Changes.MemberDays.Count
        + Changes.GapChannels.Count + Changes.Outbox.Count;
}

/// <summary>A guild's latest local day as the commit left it.</summary>
public sealed record CommittedDay(DateOnly Date, long Messages, int ActiveMembers);
