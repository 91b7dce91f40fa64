using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace CommunityIntel.ClusterClient;

/// <summary>A connection's two directions, and whether something went either way.</summary>
internal sealed class WatchedLine : IDuplexPipe
{
    private volatile bool _wasSent, _wasHeard;

    public WatchedLine(IDuplexPipe line) => (Input, Output) = (new Reader(line.Input, this), new Writer(line.Output, this));

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Since this was asked last.</summary>
    public (bool WasSent, bool WasHeard) SinceLast()
    {
        var since = (_wasSent, _wasHeard);
        (_wasSent, _wasHeard) = (false, false);
        return since;
    }

    private sealed class Reader(PipeReader inner, WatchedLine line) : PipeReader
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(cancellationToken);
            if (!read.Buffer.IsEmpty) line._wasHeard = true;
            return read;
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!inner.TryRead(out result)) return false;
            if (!result.Buffer.IsEmpty) line._wasHeard = true;
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }

    private sealed class Writer(PipeWriter inner, WatchedLine line) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            line._wasSent = true;
            return inner.FlushAsync(cancellationToken);
        }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
