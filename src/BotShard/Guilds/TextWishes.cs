using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Guilds;

/// <summary>
/// What each guild wants to be told of message texts, as it last answered. A guild that has not answered since the worker started is told
/// everything, and drops what it does not keep. Used by many threads.
/// </summary>
public sealed class TextWishes(bool readsText)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TextWish> _answers = [];

    /// <summary>Whether Discord tells this bot any text at all.</summary>
    public bool ReadsText { get; } = readsText;

    public TextWish Of(long guildId)
    {
        lock (_lock)
        {
            var wish = _answers.GetValueOrDefault(guildId, TextWish.Texts | TextWish.Changes);
            return ReadsText ? wish : wish & ~TextWish.Texts;
        }
    }

    /// <summary>Nothing is known any more: another worker may have heard other answers since.</summary>
    public void Forget()
    {
        lock (_lock) _answers.Clear();
    }

    public void Answered(long guildId, TextWish wish)
    {
        lock (_lock) _answers[guildId] = wish;
    }
}
