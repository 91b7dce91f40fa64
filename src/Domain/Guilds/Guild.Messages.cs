namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>
    /// Applies a message. Returns false, changing nothing, when its id is impossible: dated after its arrival by more than
    /// <see cref="FutureToleranceMs"/>, or not positive. The caller has made sure that the message is new (see <see cref="MayBeKnown"/>).
    /// </summary>
    public bool MessageCreated(long messageId, long channelId, long authorId, bool fromBot, bool isMember, string? name, string? avatar, long receivedAtMs)
    {
        var atMs = Snowflake.UnixMsOf(messageId);
        if (messageId <= 0 || atMs > receivedAtMs + FutureToleranceMs) return false;
        Count(messageId, channelId, authorId, fromBot, atMs);
        if (!fromBot)
        {
            var member = _members[authorId];
            member.Messages++;
            Changes.Earnings.Add(member);
            Earn(member, messageId, channelId, atMs, receivedAtMs);
        }

        if (isMember) See(_members[authorId], name, avatar, fromBot);
        return true;
    }

    /// <summary>True when a message of that id may have been applied before and the store has to be asked.</summary>
    public bool MayBeKnown(long messageId) => messageId <= Watermark.LastMessageId;

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

    private void Earn(Member member, long messageId, long channelId, long atMs, long receivedAtMs)
    {
        var xp = xpRule.Award(messageId, atMs, member.LastXpAtMs);
        if (xp == 0) return;
        member.Xp += xp;
        member.LastXpAtMs = atMs;
        Honour(member, member.Xp - xp, channelId, atMs, receivedAtMs);
    }
}
