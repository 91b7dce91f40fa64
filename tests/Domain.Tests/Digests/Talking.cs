using CommunityIntel.Domain.Digests;

namespace CommunityIntel.Domain.Tests.Digests;

/// <summary>A channel in which people speak one after the other, a minute apart.</summary>
internal sealed class Talking(long channel = Some.Channel)
{
    private static readonly long Start = Some.Noon;

    private readonly List<ChatMessage> _messages = [];
    private long _minute;

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public Talking Says(long author, string text, long replyTo = 0)
    {
        _messages.Add(new(Some.MessageAt(Start + _minute++ * 60_000, (int)(channel % 1_000)), channel, author, text, replyTo));
        return this;
    }

    public Talking Waits(int minutes)
    {
        _minute += minutes;
        return this;
    }

    /// <summary>Twenty messages of five people about nothing, after which any digest is possible.</summary>
    public Talking SmallTalk()
    {
        string[] said = ["hello there", "how are you", "good and you", "not bad", "lol", "ok then", "see you later", "yes", "no way", "me too"];
        for (var i = 0; i < 20; i++) Says(1 + i % 5, said[i % said.Length]);
        return Waits(120);
    }

    public long LastId => _messages[^1].MessageId;

    public DigestContent Digest(DigestLanguage language = DigestLanguage.English, DigestLength length = DigestLength.Full) =>
        ExtractiveDigest.Of(_messages, language, length);

    public string TextOf(DigestItem item) => _messages.Single(m => m.MessageId == item.Sources[0]).Text;
}
