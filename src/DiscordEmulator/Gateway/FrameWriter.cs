using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// Turns gateway payloads into WebSocket frames, many in one buffer. With compression there is one zlib stream
/// per connection, flushed after every payload, so that each ends in <c>00 00 FF FF</c>.
/// </summary>
public sealed class FrameWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> output = new(16 * 1024);
    private readonly ArrayBufferWriter<byte> json = new(4 * 1024);
    private readonly MemoryStream sink = new(4 * 1024);
    private readonly int splitAt;
    private readonly ZLibStream? zlib;
    private bool independent;

    public FrameWriter(bool compressed, int splitAt)
    {
        this.splitAt = splitAt;
        if (compressed) zlib = new ZLibStream(sink, CompressionLevel.Fastest, leaveOpen: true);
    }

    public bool Compressed => zlib is not null;

    public int Length => output.WrittenCount;

    public ReadOnlyMemory<byte> Written => output.WrittenMemory;

    /// <summary>Breaks the next payload so that no inflater takes it (fault).</summary>
    public bool GarbleNext { get; set; }

    public void Clear()
    {
        output.ResetWrittenCount();
        if (output.Capacity > 1 << 20) output.Clear();
    }

    /// <summary>A dispatch: <c>t</c>, <c>s</c>, <c>op</c>, <c>ts</c> if back-dated, <c>d</c>, in this order.</summary>
    public void Dispatch(DispatchName name, ReadOnlySpan<byte> data, long timestamp, long sequence)
    {
        json.ResetWrittenCount();
        json.Write("{\"t\":\""u8);
        json.Write(name.Utf8);
        json.Write("\",\"s\":"u8);
        Number(sequence);
        json.Write(",\"op\":0"u8);
        if (timestamp != 0)
        {
            json.Write(",\"ts\":"u8);
            Number(timestamp);
        }
        json.Write(",\"d\":"u8);
        json.Write(data);
        json.Write("}"u8);
        Payload(json.WrittenSpan);
        if (json.Capacity > 1 << 20) json.Clear();
    }

    /// <summary>One payload as it is.</summary>
    public void Payload(ReadOnlySpan<byte> payload)
    {
        if (zlib is null)
        {
            Frame(payload, text: true);
            return;
        }
        sink.SetLength(0);
        if (independent) DeflateAlone(payload);
        else
        {
            zlib.Write(payload);
            zlib.Flush();
        }
        var bytes = sink.GetBuffer().AsSpan(0, (int)sink.Length);
        if (GarbleNext)
        {
            // A flush ends on a byte, so a block begins here; 3 is no block type (RFC 1951, 3.2.3). Elsewhere a wrong byte may pass as other text.
            bytes[0] |= 0x06;
            GarbleNext = false;
        }
        Binary(bytes);
    }

    /// <summary>
    /// A payload that is deflated already, without reference to earlier ones. From then on this connection's own
    /// payloads stand alone too, as their window would no longer be the receiver's.
    /// </summary>
    public void Deflated(ReadOnlySpan<byte> block)
    {
        independent = true;
        Binary(block);
    }

    public static void DeflateAlone(MemoryStream target, ReadOnlySpan<byte> payload)
    {
        var start = target.Length;
        target.Position = start;
        using var deflate = new DeflateStream(target, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(payload);
        deflate.Flush();
        var end = target.Length;
        deflate.Dispose();
        target.SetLength(end);
    }

    private void DeflateAlone(ReadOnlySpan<byte> payload) => DeflateAlone(sink, payload);

    private void Binary(ReadOnlySpan<byte> bytes)
    {
        while (splitAt > 0 && bytes.Length > splitAt)
        {
            Frame(bytes[..splitAt], text: false);
            bytes = bytes[splitAt..];
        }
        Frame(bytes, text: false);
    }

    // RFC 6455, 5.2: FIN and opcode, length in 7, 16 or 64 bits, no mask from a server.
    private void Frame(ReadOnlySpan<byte> payload, bool text)
    {
        var target = output.GetSpan(payload.Length + 10);
        target[0] = (byte)(text ? 0x81 : 0x82);
        int header;
        if (payload.Length < 126)
        {
            target[1] = (byte)payload.Length;
            header = 2;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            target[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payload.Length);
            header = 4;
        }
        else
        {
            target[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)payload.Length);
            header = 10;
        }
        payload.CopyTo(target[header..]);
        output.Advance(header + payload.Length);
    }

    private void Number(long value)
    {
        var target = json.GetSpan(20);
        Utf8Formatter.TryFormat(value, target, out var length);
        json.Advance(length);
    }

    public void Dispose()
    {
        zlib?.Dispose();
        sink.Dispose();
    }
}
