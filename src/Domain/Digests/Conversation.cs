namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Lines of one channel that belong together, in order. <c>Counts</c>: how often each term was said, by <see cref="TermCounts"/>.
/// </summary>
internal sealed record Conversation(long ChannelId, IReadOnlyList<Line> Lines, IReadOnlyDictionary<int, int> Counts)
{
    public int Size { get; } = Counts.Values.Sum();

    public int Authors { get; } = Lines.Select(l => l.Author).Distinct().Count();

    public static Conversation Of(long channelId, IReadOnlyList<Line> lines) => new(channelId, lines, TermCounts.Of(lines));

    public Conversation With(Conversation other) =>
        new(ChannelId, [.. Lines.Concat(other.Lines).OrderBy(l => l.Id)], TermCounts.Sum([Counts, other.Counts]));
}
