using System.Collections.Concurrent;
using System.Globalization;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Ledgers;

/// <summary>A session of the ledger. <c>IsLost</c>: it can not be resumed any more, and its client did not end it; what is behind <c>Heard</c> may be lost.</summary>
/// <param name="Heard">The last sequence that the client named in a heartbeat or a RESUME.</param>
public sealed record LedgerSession(int Number, string Id, int Shard, int ShardCount, bool IsLost, bool Connected, long Heard, long Last);

/// <param name="Bytes">Length of the file so far; read on from there.</param>
public sealed record LedgerState(long Entries, long Bytes, IReadOnlyList<LedgerSession> Sessions);

/// <summary>
/// Keeps, in the order of publishing, every guild-scoped dispatch and the sessions that got it, so that what a client made of
/// them can be checked. Lives in a file; memory is bounded. The caller of the recording methods holds <see cref="World.Gate"/>.
/// </summary>
public sealed class Ledger : IDisposable
{
    private const int FlushBytes = 64 * 1024;

    private readonly World _world;
    private readonly FileStream? _file;
    private readonly MemoryStream _buffer = new();
    private readonly BinaryWriter _writer;
    private readonly ConcurrentDictionary<GatewaySession, int> _sessions = new();
    private readonly List<LedgerDelivery> _deliveries = [];
    private long _entries;
    private long _length;

    public Ledger(DiscordEmulatorOptions options, World world)
    {
        _world = world;
        _writer = new BinaryWriter(_buffer);
        if (!options.Ledger) return;
        var path = Path.Combine(options.DataFolder ?? Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"discord-ledger-{Environment.ProcessId}-{Guid.NewGuid():N}"));
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1, FileOptions.DeleteOnClose);
    }

    public bool IsOn => _file is not null;

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/ledger", () => IsOn ? Results.Ok(State()) : Results.NotFound());
        control.MapGet("/ledger/entries", async (long from, HttpContext http) =>
        {
            if (!IsOn)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            http.Response.ContentType = "application/octet-stream";
            await CopyAsync(from, State().Bytes, http.Response.Body, http.RequestAborted);
        });
    }

    /// <summary>The event being published goes to this session, under this sequence.</summary>
    public void Sent(GatewaySession session, long sequence)
    {
        if (!IsOn) return;
        var number = _sessions.TryGetValue(session, out var known) ? known : _sessions.GetOrAdd(session, _sessions.Count);
        _deliveries.Add(new LedgerDelivery(number, sequence));
    }

    /// <summary>The event has gone to everybody who gets it: those of <see cref="Sent"/> since the last call.</summary>
    public void Published(ulong guildId, Dispatch dispatch)
    {
        if (!IsOn) return;
        var entry = LedgerEntry.From(guildId, dispatch.Name, dispatch.Data, dispatch.Timestamp) with { Deliveries = [.. _deliveries] };
        _deliveries.Clear();
        entry.Write(_writer);
        _entries++;
        if (_buffer.Length >= FlushBytes) Flush();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _buffer.Dispose();
        _file?.Dispose();
    }

    private LedgerState State()
    {
        lock (_world.Gate)
        {
            Flush();
            return new LedgerState(_entries, _length, [.. _sessions.OrderBy(s => s.Value).Select(s => new LedgerSession(
                s.Value, s.Key.Id, s.Key.ShardId, s.Key.ShardCount, s.Key.IsGone && !s.Key.IsRetired, s.Key.Connection is not null, s.Key.HeartbeatSequence, s.Key.LastSequence))]);
        }
    }

    private void Flush()
    {
        if (_buffer.Length == 0) return;
        RandomAccess.Write(_file!.SafeFileHandle, _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length), _length);
        _length += _buffer.Length;
        _buffer.SetLength(0);
    }

    private async Task CopyAsync(long from, long to, Stream target, CancellationToken cancellation)
    {
        var chunk = new byte[FlushBytes];
        while (from < to)
        {
            var length = await RandomAccess.ReadAsync(_file!.SafeFileHandle, chunk.AsMemory(0, (int)Math.Min(chunk.Length, to - from)), from, cancellation);
            if (length == 0) return;
            await target.WriteAsync(chunk.AsMemory(0, length), cancellation);
            from += length;
        }
    }
}
