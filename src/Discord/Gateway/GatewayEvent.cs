using System.Buffers;
using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// One dispatch as it came. Its bytes are pooled: dispose it exactly once, after reading, and keep no span of it.
/// Acknowledge it with <see cref="SessionId"/> and <see cref="Sequence"/> when its effects are durable.
/// </summary>
public readonly struct GatewayEvent : IDisposable
{
    private readonly byte[] _pooled;
    private readonly int _length;
    private readonly int _name;
    private readonly TrackedSession _session;

    internal GatewayEvent(
        TrackedSession session, int name, long sequence, DateTimeOffset receivedAt, bool isReplay, ReadOnlySpan<byte> data)
    {
        _session = session;
        _name = name;
        Sequence = sequence;
        ReceivedAt = receivedAt;
        IsReplay = isReplay;
        _length = data.Length;
        _pooled = ArrayPool<byte>.Shared.Rent(data.Length);
        data.CopyTo(_pooled);
    }

    public GatewayEventTypes Type => GatewayEventNames.TypeAt(_name);

    /// <summary>Discord's name, such as MESSAGE_CREATE.</summary>
    public string Name => GatewayEventNames.NameAt(_name);

    /// <summary>Rises within a session; gaps happen. (<see cref="SessionId"/>, Sequence) is the key against duplicates.</summary>
    public long Sequence { get; }

    public string SessionId => _session.SessionId;

    public ShardId Shard => _session.Shard;

    /// <summary>When it was read from the socket (UTC), or the server's own time where that is trusted.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Came between RESUME and RESUMED: it happened earlier than <see cref="ReceivedAt"/> says.</summary>
    public bool IsReplay { get; }

    /// <summary>The JSON of <c>d</c>, valid JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Data => _pooled.AsMemory(0, _length);

    public void Dispose()
    {
        if (_pooled is not null)
            ArrayPool<byte>.Shared.Return(_pooled);
    }
}
