using System.Net.WebSockets;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// The heartbeat of one connection, apart from its reader so that a full buffer does not stop it.
/// A beat that is unanswered when the next is due means a zombie, unless our own consumer kept us from reading the answer.
/// </summary>
internal sealed class Heartbeat(GatewayTransport transport, DispatchIntake intake, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private long _sentAt;
    private long _sent;
    private long _answered;
    private volatile bool _isAwaitingAck;
    private long _pingTicks;
    private long _answeredBeatMs;

    /// <summary>From the last answered beat to its answer; zero before the first.</summary>
    public TimeSpan Ping => TimeSpan.FromTicks(Interlocked.Read(ref _pingTicks));

    /// <summary>When the last beat was sent that was answered; null before the first.</summary>
    public DateTimeOffset? AnsweredBeatAt => Interlocked.Read(ref _answeredBeatMs) is var ms && ms != 0 ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>Beats until the connection ends or is found to be a zombie.</summary>
    /// <returns>True for a zombie.</returns>
    public async Task<bool> RunAsync(TimeSpan interval, CancellationToken ct)
    {
        try
        {
            await Task.Delay(interval * Random.Shared.NextDouble(), time, ct);
            while (!_isAwaitingAck || intake.WasPausedSince(Interlocked.Read(ref _sentAt)))
            {
                await BeatAsync(ct);
                await Task.Delay(interval, time, ct);
            }
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Beats, and waits until as many answers have come as there were beats by then.</summary>
    /// <exception cref="OperationCanceledException">No answer before <paramref name="ct"/>.</exception>
    public async Task BeatAndHearAsync(CancellationToken ct)
    {
        await BeatAsync(ct);
        var sent = Interlocked.Read(ref _sent);
        using var timer = new PeriodicTimer(Poll, time);
        while (Interlocked.Read(ref _answered) < sent) await timer.WaitForNextTickAsync(ct);
    }

    public ValueTask BeatAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Exchange(ref _sentAt, time.GetTimestamp());
        _isAwaitingAck = true;
        return transport.SendAsync(GatewayCommands.Heartbeat(intake.LastSeen), isHeartbeat: true, ct);
    }

    public void Acknowledged()
    {
        Interlocked.Increment(ref _answered);
        if (!_isAwaitingAck)
            return;
        _isAwaitingAck = false;
        var ping = time.GetElapsedTime(Interlocked.Read(ref _sentAt));
        Interlocked.Exchange(ref _pingTicks, ping.Ticks);
        Interlocked.Exchange(ref _answeredBeatMs, (time.GetUtcNow() - ping).ToUnixTimeMilliseconds());
        DiscordMetrics.HeartbeatSeconds.Record(ping.TotalSeconds);
    }
}
