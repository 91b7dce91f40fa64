namespace CommunityIntel.BotShard.Gaps;

/// <summary>
/// What a shard has heard of messages lately: cheap to note for every one of them. One writer, the shard's loop; whoever reads
/// sees a little less than there is.
/// </summary>
public sealed class ShardHearing(TimeProvider time)
{
    private const int ChannelsKept = 32;

    private readonly (long ChannelId, long MessageId)[] _recent = new (long, long)[ChannelsKept];
    private readonly Lock _lock = new();
    private int _at;
    private long _count;
    private long _newest;
    private long _heardAt;
    private DateTimeOffset? _rememberedAt;

    /// <summary>Messages heard so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The highest message id heard; 0 = none.</summary>
    public long NewestMessageId => Interlocked.Read(ref _newest);

    /// <summary>Since the last message, in another process perhaps; zero when there was none.</summary>
    public TimeSpan Silence => Interlocked.Read(ref _heardAt) is var at && at != 0 ? time.GetElapsedTime(at)
        : _rememberedAt is { } remembered && time.GetUtcNow() - remembered is var silence && silence > TimeSpan.Zero ? silence
        : TimeSpan.Zero;

    /// <summary>Goes on from what another process heard in this session; called once, before the first event.</summary>
    public void Remember(long newestMessageId, IEnumerable<long> channelIds)
    {
        foreach (var channelId in channelIds.Reverse()) Note(channelId, 0);
        _newest = newestMessageId;
        _rememberedAt = Domain.Snowflake.TimeOf(newestMessageId);
    }

    public void Heard(long channelId, long messageId)
    {
        Note(channelId, messageId);
        if (messageId > _newest) Interlocked.Exchange(ref _newest, messageId);
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        Interlocked.Increment(ref _count);
    }

    /// <summary>A new session has begun: what was written before is nothing that it withholds.</summary>
    public void Begin(DateTimeOffset at)
    {
        var id = Domain.Snowflake.At(at);
        if (id > _newest) Interlocked.Exchange(ref _newest, id);
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
    }

    /// <summary>The channels heard last, the latest first, each with the newest of its messages still noted.</summary>
    public IReadOnlyList<(long ChannelId, long MessageId)> LatestChannels(int most)
    {
        lock (_lock)
        {
            return [.. Enumerable.Range(0, ChannelsKept).Select(i => _recent[(_at + ChannelsKept - i) % ChannelsKept])
                .Where(r => r.ChannelId != 0).GroupBy(r => r.ChannelId).Take(most).Select(g => (g.Key, g.Max(r => r.MessageId)))];
        }
    }

    private void Note(long channelId, long messageId)
    {
        lock (_lock)
        {
            if (_recent[_at].ChannelId != channelId) _at = (_at + 1) % ChannelsKept;
            _recent[_at] = (channelId, Math.Max(messageId, _recent[_at].ChannelId == channelId ? _recent[_at].MessageId : 0));
        }
    }
}
