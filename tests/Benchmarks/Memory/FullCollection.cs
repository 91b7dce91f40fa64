using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace CommunityIntel.Benchmarks.Memory;

/// <summary>
/// Asks another .NET process for a full garbage collection through its diagnostics socket, as dotnet-gcdump does: a trace
/// session with the heap-collect keyword begins with one.
/// </summary>
internal static class FullCollection
{
    private const byte EventPipe = 2, StopTracing = 1, CollectTracing2 = 3;
    private const int HeaderBytes = 20;
    private const ulong HeapCollect = 0x800000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    public static async Task InAsync(int processId, CancellationToken cancellation)
    {
        await using var tracing = await ConnectAsync(processId, cancellation);
        await tracing.WriteAsync(Message(CollectTracing2, Session()), cancellation);
        var answer = new byte[HeaderBytes + sizeof(ulong)];
        await tracing.ReadExactlyAsync(answer, cancellation);
        if (answer[16] != 0xFF || answer[17] != 0) throw new InvalidOperationException($"process {processId} refuses to collect its garbage");
        var drained = tracing.CopyToAsync(Stream.Null, cancellation);
        await Task.Delay(Enough, cancellation);
        await using (var stopping = await ConnectAsync(processId, cancellation))
        {
            await stopping.WriteAsync(Message(StopTracing, answer[HeaderBytes..]), cancellation);
            await drained;
        }
    }

    private static async Task<NetworkStream> ConnectAsync(int processId, CancellationToken cancellation)
    {
        var path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket").Single();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // Buffer of 16 MB, format 1 (NetTrace), no rundown, one provider.
    private static byte[] Session()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        const string provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write(16u);
        writer.Write(1u);
        writer.Write(false);
        writer.Write(1u);
        writer.Write(HeapCollect);
        writer.Write(4u);
        writer.Write((uint)provider.Length);
        writer.Write(provider.AsSpan());
        writer.Write(0u);
        writer.Flush();
        return bytes.ToArray();
    }

    private static byte[] Message(byte command, byte[] payload)
    {
        var message = new byte[HeaderBytes + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message, HeaderBytes);
        return message;
    }
}
