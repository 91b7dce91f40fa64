using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.ClusterClient;

/// <summary>
/// A gateway may take all that a client sends and answer nothing, for ever: when of two connections of one client the one that is over
/// comes to it last, it waits for that one to come back. Such a connection is closed, and Orleans opens another; nothing is lost, for a
/// gateway keeps for a minute what a client that is away has to be told.
/// </summary>
internal static partial class SilentGateways
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Periods in which something was sent and nothing came; those in which nothing was sent say nothing.</summary>
    private const int MostSilent = 3;

    public static void GiveUpSilentGateways(this IConnectionBuilder builder, IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SilentGateways).FullName!);
        builder.Use(next => async connection =>
        {
            var line = new WatchedLine(connection.Transport);
            connection.Transport = line;
            using var over = new CancellationTokenSource();
            var watch = WatchAsync(connection, line, time, logger, over.Token);
            try
            {
                await next(connection);
            }
            finally
            {
                await over.CancelAsync();
                await watch;
            }
        });
    }

    private static async Task WatchAsync(ConnectionContext connection, WatchedLine line, TimeProvider time, ILogger logger, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Period, time);
        var silent = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var (wasSent, wasHeard) = line.SinceLast();
                if (wasHeard) silent = 0;
                else if (wasSent && ++silent == MostSilent)
                {
                    Log.GivenUp(logger, connection.RemoteEndPoint?.ToString(), MostSilent * Period.TotalSeconds);
                    connection.Abort(new ConnectionAbortedException("The gateway answers nothing."));
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The gateway {Gateway} was asked for {Seconds} s and longer and answered nothing: its connection is given up for another")]
        public static partial void GivenUp(ILogger logger, string? gateway, double seconds);
    }
}
