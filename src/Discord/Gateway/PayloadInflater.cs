using System.Buffers;
using System.IO.Compression;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// The inflate context of one connection with zlib-stream: each payload must be complete (end in a sync flush)
/// and they must come in order. The result is valid until the next call. Not safe for concurrent use.
/// </summary>
internal sealed class PayloadInflater : IDisposable
{
    private const int UsualSize = 16 * 1024;
    private const int KeepUpTo = 256 * 1024;

    private readonly FeedStream _feed = new();
    private readonly ZLibStream _zlib;
    private readonly int _maxBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualSize);

    public PayloadInflater(int maxBytes)
    {
        _maxBytes = maxBytes;
        _zlib = new ZLibStream(_feed, CompressionMode.Decompress);
    }

    /// <summary>The mark of a complete payload: an empty stored block.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> compressed) => compressed.EndsWith<byte>([0x00, 0x00, 0xFF, 0xFF]);

    /// <exception cref="PayloadRejectedException">Not zlib, or larger than the bound.</exception>
    public ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> compressed)
    {
        if (_buffer.Length > KeepUpTo)
            Replace(UsualSize, keep: 0);
        _feed.Supply(compressed);
        var length = 0;
        try
        {
            while (_zlib.Read(_buffer, length, _buffer.Length - length) is var read and > 0)
            {
                length += read;
                if (length > _maxBytes)
                    throw Oversized();
                if (length == _buffer.Length)
                    Replace(_buffer.Length * 2, length);
            }
        }
        catch (InvalidDataException e)
        {
            throw new PayloadRejectedException("corrupt zlib stream", e);
        }
        return _buffer.AsMemory(0, length);
    }

    public static PayloadRejectedException Oversized()
    {
        DiscordMetrics.OversizedPayloads.Add(1);
        return new PayloadRejectedException("oversized payload");
    }

    public void Dispose()
    {
        _zlib.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Replace(int size, int keep)
    {
        var next = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, keep).CopyTo(next);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = next;
    }

    /// <summary>Hands out what was supplied, then 0, then whatever is supplied next.</summary>
    private sealed class FeedStream : Stream
    {
        private ReadOnlyMemory<byte> _rest;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Supply(ReadOnlyMemory<byte> bytes) => _rest = bytes;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.Span[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
