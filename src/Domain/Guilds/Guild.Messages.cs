using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>
    /// Applies a message. Returns false, changing nothing, when its id is impossible: dated after its arrival by more than
    /// <see cref="FutureToleranceMs"/>, or not positive; nor is one counted of who is not to be counted then. The caller has made sure that the message is new (see <see cref="MayBeKnown"/>).
    /// </summary>
    /// <param name="roleIds">The author's; null = not told.</param>
    /// <param name="text">Null = it may not be read.</param>
    /// <param name="content">The text itself; null = it is not told.</param>
    /// <param name="replyToId">0 = it answers no message.</param>
    public bool MessageCreated(
        long messageId, long channelId, long authorId, bool fromBot, bool isMember, string? name, string? avatar, long receivedAtMs,
        IReadOnlyList<long>? roleIds = null, MessageText? text = null, string? content = null, long replyToId = 0)
    {
        var atMs = Snowflake.UnixMsOf(messageId);
        if (messageId <= 0 || atMs > receivedAtMs + FutureToleranceMs) return false;
        if (!fromBot && !_members[authorId].IsCountedAt(atMs)) return Passed(messageId, atMs);
        Count(messageId, channelId, authorId, fromBot, atMs);
        if (!fromBot)
        {
            var member = _members[authorId];
            member.Messages++;
            Earned(member);
            HasRoles(member, roleIds, atMs);
            Earn(member, messageId, channelId, text, atMs, receivedAtMs);
            if (content is not null) KeepText(member, messageId, channelId, content, replyToId, atMs, receivedAtMs);
        }

        if (isMember) See(_members[authorId], name, avatar, fromBot);
        return true;
    }

    /// <summary>True when a message of that id may have been applied before and the store has to be asked.</summary>
    public bool MayBeKnown(long messageId) => messageId <= Watermark.LastMessageId;

    // Not counted, yet heard: where a silence begins does not depend on who spoke last.
    private bool Passed(long messageId, long atMs)
    {
        Watermark = Watermark with { LastMessageId = Math.Max(messageId, Watermark.LastMessageId), LastEventMs = Math.Max(atMs, Watermark.LastEventMs) };
        return false;
    }

    private void Count(long messageId, long channelId, long authorId, bool fromBot, long atMs)
    {
        var hour = HourOf(atMs);
        Changes.Messages.Add(new MessageRow(messageId, channelId, authorId, fromBot));
        ref var counters = ref Changes.Hour(hour, channelId);
        if (fromBot)
        {
            counters.BotMessages++;
        }
        else
        {
            counters.Messages++;
            Changes.MemberDay(hour.Date, authorId).Messages++;
        }

        if (messageId > Watermark.LastMessageId) Watermark = Watermark with { LastMessageId = messageId };
        Happened(atMs);
    }
}
