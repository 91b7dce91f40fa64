using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Gateway;

namespace CommunityIntel.DiscordEmulator.Firehose;

/// <summary>
/// One session's frames, deflated ahead of time in chunks, each frame alone so that it fits any zlib-stream.
/// Keeps when each frame went to the socket (unix µs), one stamp per written batch.
/// </summary>
public sealed class FirehoseRun(FirehoseScript script, int[] numbers, double rate) : FrameRun(numbers.Length)
{
    private const int ChunkSize = 4096;
    private readonly (byte[] Bytes, int[] Ends)[] chunks = new (byte[], int[])[(numbers.Length + ChunkSize - 1) / ChunkSize];
    private readonly long[] times = new long[numbers.Length];
    private long started;
    private int sent;

    public int Chunks => chunks.Length;

    /// <summary>Frames that went to the socket at least once.</summary>
    public int Sent => Volatile.Read(ref sent);

    public long JsonBytes { get; private set; }

    public long WireBytes { get; private set; }

    /// <summary>Unix µs by frame, 0 for not sent.</summary>
    public ReadOnlySpan<long> Times => times;

    public override int Released
    {
        get
        {
            var since = Volatile.Read(ref started);
            if (since == 0) return 0;
            return rate <= 0 ? Count : (int)Math.Min(Count, Stopwatch.GetElapsedTime(since).TotalSeconds * rate);
        }
    }

    public void Start()
    {
        Volatile.Write(ref started, Stopwatch.GetTimestamp());
        Session!.WakeUp();
    }

    /// <summary>Encodes one chunk; returns its number of frames.</summary>
    public int Encode(int chunk)
    {
        var first = chunk * ChunkSize;
        var count = Math.Min(ChunkSize, Count - first);
        var ends = new int[count];
        var json = new byte[4096];
        long jsonBytes = 0;
        using var target = new MemoryStream(count * 400);
        for (var i = 0; i < count; i++)
        {
            var length = script.Write(numbers[first + i], First + first + i, json);
            jsonBytes += length;
            FrameWriter.DeflateAlone(target, json.AsSpan(0, length));
            ends[i] = (int)target.Length;
        }
        chunks[chunk] = (target.ToArray(), ends);
        lock (times)
        {
            JsonBytes += jsonBytes;
            WireBytes += target.Length;
        }
        return count;
    }

    public override ReadOnlyMemory<byte> Frame(int index, bool compressed)
    {
        if (!compressed) return script.Json(numbers[index], First + index);
        var (bytes, ends) = chunks[index / ChunkSize];
        var place = index % ChunkSize;
        var start = place == 0 ? 0 : ends[place - 1];
        return bytes.AsMemory(start, ends[place] - start);
    }

    public override void Sending(int index, int count)
    {
        var now = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;
        // A frame that is sent again after a RESUME keeps its first time.
        foreach (ref var time in times.AsSpan(index, count))
            if (time == 0)
                time = now;
        if (index + count > sent) Volatile.Write(ref sent, index + count);
    }
}
