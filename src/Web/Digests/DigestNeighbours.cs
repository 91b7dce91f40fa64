using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Digests;

/// <summary>The digests just before and after one, of the same kind of span, as the list has them; null = there is none.</summary>
public sealed record DigestNeighbours(DigestAddress? Older, DigestAddress? Newer)
{
    private const int PageSize = 100;

    /// <summary>Three years of days; what is older leads back to the list alone.</summary>
    private const int MostPages = 11;

    public static async Task<DigestNeighbours> OfAsync(GuildReader guilds, long guildId, DigestAddress digest)
    {
        ArgumentNullException.ThrowIfNull(guilds);
        ArgumentNullException.ThrowIfNull(digest);
        DigestAddress? newer = null;
        long? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            if ((await guilds.GetDigestsAsync(guildId, before, PageSize)).Value is not { } list) break;
            var same = list.Entries.Where(entry => entry.Span == digest.Span).Select(DigestAddress.Of).OrderByDescending(entry => entry.FirstDay).ToList();
            newer = same.LastOrDefault(entry => entry.FirstDay > digest.FirstDay) ?? newer;
            if (same.Find(entry => entry.FirstDay < digest.FirstDay) is { } older) return new(older, newer);
            if (!list.HasMore || list.Entries.Count == 0) return new(null, newer);
            before = list.Entries[^1].Id;
        }
        return new(null, null);
    }
}
