namespace CommunityIntel.Domain.Digests;

/// <summary>A message's text to be kept, and the day (UTC) at whose beginning it is dropped.</summary>
public sealed record KeptText(ChatMessage Message, DateOnly ExpiresOn);

/// <summary>What one batch changed of kept texts. What is gone is gone from the texts, and from every digest that rests on it.</summary>
public sealed class TextChanges
{
    /// <summary>By message id.</summary>
    public Dictionary<long, KeptText> Added { get; } = [];

    /// <summary>The text that a message has now.</summary>
    public Dictionary<long, string> Edited { get; } = [];

    public HashSet<long> Deleted { get; } = [];
    public HashSet<long> ChannelsGone { get; } = [];
    public HashSet<long> AuthorsGone { get; } = [];

    public bool IsEmpty => Added.Count == 0 && Edited.Count == 0 && Deleted.Count == 0 && ChannelsGone.Count == 0 && AuthorsGone.Count == 0;

    public void Edit(long messageId, string text)
    {
        if (Added.TryGetValue(messageId, out var added)) Added[messageId] = added with { Message = added.Message with { Text = text } };
        else Edited[messageId] = text;
    }

    public void Delete(long messageId)
    {
        Edited.Remove(messageId);
        if (!Added.Remove(messageId)) Deleted.Add(messageId);
    }

    public void ForgetChannel(long channelId)
    {
        Remove(m => m.ChannelId == channelId);
        ChannelsGone.Add(channelId);
    }

    public void ForgetAuthor(long userId)
    {
        Remove(m => m.AuthorId == userId);
        AuthorsGone.Add(userId);
    }

    private void Remove(Func<ChatMessage, bool> isGone)
    {
        foreach (var id in Added.Values.Where(t => isGone(t.Message)).Select(t => t.Message.MessageId).ToList()) Added.Remove(id);
    }
}
