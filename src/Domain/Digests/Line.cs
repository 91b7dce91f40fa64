namespace CommunityIntel.Domain.Digests;

/// <summary>
/// A message as it was read. <c>Terms</c>: its telling words, each once, as numbers of the vocabulary, in ascending order; none when the
/// text is a copy of an earlier one, a command or code. <c>Understood</c>: enough of its words are those that English or French is known by.
/// </summary>
internal sealed record Line(ChatMessage Message, MessageText Text, IReadOnlyList<Word> Words, int[] Terms, bool IsCopy, bool Understood)
{
    public long Id => Message.MessageId;

    public long Author => Message.AuthorId;

    public long UnixMs => Snowflake.UnixMsOf(Message.MessageId);
}
