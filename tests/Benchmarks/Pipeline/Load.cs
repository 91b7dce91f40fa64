using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Firehose;

namespace CommunityIntel.Benchmarks.Pipeline;

/// <summary>A firehose, encoded and ready to be started.</summary>
internal static class Load
{
    public static async Task PrepareAsync(EmulatorControl discord, FirehoseRequest request, CancellationToken cancellation)
    {
        await discord.PrepareFirehoseAsync(request);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var told = Stopwatch.GetTimestamp();
        while (await discord.FirehoseAsync() is var progress && progress.State != FirehoseState.Ready)
        {
            if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(5))
            {
                told = Stopwatch.GetTimestamp();
                Console.Error.WriteLine($"  encoded {progress.Encoded} of {progress.Total} frames");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
