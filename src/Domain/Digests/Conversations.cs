namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Parts channels into conversations: at silences, unless a reply reaches over one, and inside long stretches where the words change
/// (TextTiling: Hearst, Computational Linguistics 23(1), 1997, with messages as its token sequences).
/// </summary>
internal static class Conversations
{
    public const long SilenceMs = 45 * 60_000;

    // A reply over a longer silence starts anew.
    private const long LongestSilenceMs = 8 * 3_600_000;

    // Messages on each side of a gap, also the fewest of a part.
    private const int Block = 8;

    public static List<Conversation> Of(IReadOnlyList<Line> lines) =>
        [.. lines.GroupBy(l => l.Message.ChannelId).OrderBy(c => c.Key).SelectMany(c => OfChannel(c.Key, [.. c]))];

    private static IEnumerable<Conversation> OfChannel(long channelId, List<Line> lines) =>
        Stretches(lines).SelectMany(Parts).Select(part => Conversation.Of(channelId, part));

    private static IEnumerable<List<Line>> Stretches(List<Line> lines)
    {
        var stretch = new List<Line>();
        var ids = new HashSet<long>();
        foreach (var line in lines)
        {
            var silence = stretch.Count == 0 ? 0 : line.UnixMs - stretch[^1].UnixMs;
            if (silence > SilenceMs && (silence > LongestSilenceMs || !ids.Contains(line.Message.ReplyToId)))
            {
                yield return stretch;
                (stretch, ids) = ([], []);
            }

            stretch.Add(line);
            ids.Add(line.Id);
        }

        if (stretch.Count > 0) yield return stretch;
    }

    private static IEnumerable<List<Line>> Parts(List<Line> stretch)
    {
        var start = 0;
        foreach (var gap in Boundaries(stretch))
        {
            if (gap - start < Block || stretch.Count - gap < Block) continue;
            yield return stretch.GetRange(start, gap - start);
            start = gap;
        }

        yield return stretch.GetRange(start, stretch.Count - start);
    }

    // Gaps whose depth is beyond the mean and one deviation; gap g is before message g.
    private static IEnumerable<int> Boundaries(List<Line> stretch)
    {
        if (stretch.Count < 4 * Block) return [];
        var similarity = Similarities(stretch);
        var depths = Depths(similarity);
        var mean = depths.Average();
        var deviation = Math.Sqrt(depths.Average(d => (d - mean) * (d - mean)));
        return Enumerable.Range(0, depths.Length).Where(i => depths[i] > 0 && depths[i] > mean + deviation).Select(i => i + Block);
    }

    private static double[] Similarities(List<Line> stretch)
    {
        var blocks = new Queue<IReadOnlyDictionary<int, int>>(Enumerable.Range(0, Block).Select(i => TermCounts.Of(stretch, i, Block)));
        var similarity = new double[stretch.Count - 2 * Block + 1];
        for (var i = 0; i < similarity.Length; i++)
        {
            var after = TermCounts.Of(stretch, i + Block, Block);
            blocks.Enqueue(after);
            similarity[i] = Cosine.Of(blocks.Dequeue(), after) + 0.25 * RepliesOver(stretch, i + Block);
        }

        return similarity;
    }

    // Whoever replies to a message before the gap goes on with it.
    private static int RepliesOver(List<Line> stretch, int gap)
    {
        var replies = 0;
        for (var after = gap; after < gap + Block; after++)
        {
            var to = stretch[after].Message.ReplyToId;
            for (var before = gap - Block; to != 0 && before < gap; before++) replies += stretch[before].Id == to ? 1 : 0;
        }

        return replies;
    }

    // How far the similarity falls from the peaks on both sides.
    private static double[] Depths(double[] similarity)
    {
        var depths = new double[similarity.Length];
        for (var i = 0; i < similarity.Length; i++)
        {
            if ((i > 0 && similarity[i - 1] < similarity[i]) || (i + 1 < similarity.Length && similarity[i + 1] < similarity[i])) continue;
            int left = i, right = i;
            while (left > 0 && similarity[left - 1] >= similarity[left]) left--;
            while (right + 1 < similarity.Length && similarity[right + 1] >= similarity[right]) right++;
            depths[i] = similarity[left] + similarity[right] - 2 * similarity[i];
        }

        return depths;
    }
}
