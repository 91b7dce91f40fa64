using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Grains.Digests;

/// <summary>The figures of a digest, from the guild's counters.</summary>
internal static class DigestFigureReader
{
    private const int TopChannels = 3;

    /// <summary>Of channels that the audience cannot read there are sums alone.</summary>
    public static async Task<DigestFigures> ReadAsync(IGuildGrain guild, DigestBasis basis, DateOnly first, DateOnly last)
    {
        var days = last.DayNumber - first.DayNumber + 1;
        var now = await guild.GetActivityAsync(first, last);
        var before = await guild.GetActivityAsync(first.AddDays(-days), first.AddDays(-1));
        var open = basis.Channels.Where(c => c.IsForAudience).Select(c => c.Id).ToHashSet();
        return new DigestFigures(
            now.Totals.Messages, before.Totals.Messages, now.Totals.ActiveMembers, before.Totals.ActiveMembers, now.Totals.VoiceSeconds, before.Totals.VoiceSeconds,
            now.Totals.Joins, now.Totals.Leaves, [.. now.Channels.Where(c => open.Contains(c.ChannelId) && c.Messages > 0).Take(TopChannels).Select(ToTop)]);
    }

    /// <summary>Of what somebody missed: the messages and people of the texts that they can read.</summary>
    public static DigestFigures OfTexts(MadeDigest made) => new(made.Making.MessagesThere, 0, made.Authors, 0, 0, 0, 0, 0, []);

    private static DigestTopChannel ToTop(ChannelActivity c) => new(c.ChannelId, c.Name, c.Messages);
}
