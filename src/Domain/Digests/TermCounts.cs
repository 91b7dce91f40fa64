namespace CommunityIntel.Domain.Digests;

/// <summary>How often terms were said: messages that hold them, at most three of one author in one conversation, so that nobody makes a topic alone.</summary>
internal static class TermCounts
{
    public const int MostOfAuthor = 3;

    public static Dictionary<int, int> Of(IReadOnlyList<Line> lines) => Of(lines, 0, lines.Count);

    public static Dictionary<int, int> Of(IReadOnlyList<Line> lines, int start, int length)
    {
        var ofAuthor = new Dictionary<(long Author, int Term), int>();
        var counts = new Dictionary<int, int>();
        for (var i = start; i < start + length; i++)
        {
            foreach (var term in lines[i].Terms)
            {
                var said = ofAuthor[(lines[i].Author, term)] = ofAuthor.GetValueOrDefault((lines[i].Author, term)) + 1;
                if (said <= MostOfAuthor) counts[term] = counts.GetValueOrDefault(term) + 1;
            }
        }

        return counts;
    }

    public static Dictionary<int, int> Sum(IEnumerable<IReadOnlyDictionary<int, int>> counts)
    {
        var sum = new Dictionary<int, int>();
        foreach (var (term, count) in counts.SelectMany(c => c)) sum[term] = sum.GetValueOrDefault(term) + count;
        return sum;
    }
}
