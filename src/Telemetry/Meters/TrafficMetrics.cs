using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;

namespace CommunityIntel.Telemetry.Meters;

/// <summary>Meter <c>CommunityIntel.Http</c>: every byte that goes out over the process's HTTP connections, headers, downloads and live updates alike.</summary>
internal static class TrafficMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Http");
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("sent_bytes", "By", "Bytes sent over HTTP connections, before encryption.");

    public static void CountTraffic(this IWebHostBuilder host) => host.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
    {
        connection.Transport = new Counted(connection.Transport);
        return next(connection);
    })));

    private sealed class Counted(IDuplexPipe transport) : IDuplexPipe
    {
        public PipeReader Input => transport.Input;

        public PipeWriter Output { get; } = new CountingWriter(transport.Output);
    }

    private sealed class CountingWriter(PipeWriter writer) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => writer.CanGetUnflushedBytes;

        public override long UnflushedBytes => writer.UnflushedBytes;

        public override void Advance(int bytes)
        {
            Sent.Add(bytes);
            writer.Advance(bytes);
        }

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            Sent.Add(source.Length);
            return writer.WriteAsync(source, cancellationToken);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => writer.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => writer.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => writer.CompleteAsync(exception);
    }
}
