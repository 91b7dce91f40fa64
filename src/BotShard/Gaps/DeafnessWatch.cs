using System.Runtime.CompilerServices;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>
/// Notices sessions that are connected and answer heartbeats while nothing of their guilds' messages comes through
/// (discord-api-docs issue 6178): a silence that is not usual, and a message that REST knows and the session never sent.
/// The cure is a new session; what was withheld is caught up with like any gap.
/// </summary>
public sealed partial class DeafnessWatch(
    ShardEars ears, IDiscordRest discord, IOptions<GapsOptions> options, TimeProvider time, ILogger<DeafnessWatch> logger) : BackgroundService
{
    private const int MessagesPerProbe = 5;

    /// <summary>How long the other sessions go unwatched for the cure of one; it goes on by itself.</summary>
    private static readonly TimeSpan PatienceForCure = TimeSpan.FromMinutes(1);

    private readonly GapsOptions _options = options.Value;
    private readonly ConditionalWeakTable<ShardEar, Patient> _patients = [];

    private TimeSpan Margin => TimeSpan.FromMilliseconds(_options.DeliveryMarginMs);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.ListenEveryMs), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                foreach (var ear in ears.All) await ExamineAsync(ear, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task ExamineAsync(ShardEar ear, CancellationToken stopping)
    {
        var patient = _patients.GetValue(ear, _ => new Patient());
        var (count, now) = (ear.Hearing.Count, time.GetUtcNow());
        if (patient.SeenAt is { } seenAt) ear.Quiet.Observe(count, now - seenAt);
        patient.SeenAt = now;
        if (ear.Quiet.Patience is not { } patience || ear.Hearing.Silence < patience) return;
        if (ear.Gateway.State != ShardState.Active || !ear.HasTakenAll || now < patient.NextCureAt) return;
        // Discord answers on this connection, so that silence is not the network's; what it should have sent well before is late.
        if (ear.Gateway.AnsweredBeatAt - Margin is not { } until || until <= Due(ear)) return;
        try
        {
            if (!await IsWithheldAsync(ear, until, stopping) || ear.Hearing.Count != count || !ear.HasTakenAll)
            {
                ear.Quiet.AskedInVain();
                return;
            }

            patient.NextCureAt = now + TimeSpan.FromMilliseconds(_options.CureEveryMs);
            WorkerMetrics.Deaf();
            Log.Deaf(logger, ear.Gateway.Shard.Id, (long)ear.Hearing.Silence.TotalSeconds);
            await ear.Gateway.ReidentifyAsync("deaf", stopping).WaitAsync(PatienceForCure, time, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) // The hosted service's loop: a probe that fails is made again.
        {
            Log.ProbeFailed(logger, ear.Gateway.Shard.Id, e.Message);
        }
    }

    // What was written from here on is not just overtaken by the newest message heard.
    private DateTimeOffset Due(ShardEar ear) => Snowflake.TimeOf((ulong)ear.Hearing.NewestMessageId) + Margin;

    private async Task<bool> IsWithheldAsync(ShardEar ear, DateTimeOffset until, CancellationToken stopping)
    {
        var after = Snowflake.AtTime(Due(ear));
        foreach (var (channelId, _) in ear.Hearing.LatestChannels(_options.ChannelsPerProbe))
        {
            try
            {
                var messages = await discord.GetMessagePageAfterAsync((ulong)channelId, after, MessagesPerProbe, stopping);
                if (messages.Any(m => m.CreatedAt < until)) return true;
            }
            catch (DiscordRestException e) when (BackfilledMessages.RefusalOf(e) is not null)
            {
                // Deleted or hidden since: it says nothing.
            }
        }

        return false;
    }

    private sealed class Patient
    {
        public DateTimeOffset? SeenAt { get; set; }
        public DateTimeOffset NextCureAt { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Shard {ShardId} has heard no message for {Seconds} s while its guilds talk: its session is deaf")]
        public static partial void Deaf(ILogger logger, int shardId, long seconds);

        [LoggerMessage(2, LogLevel.Warning, "Whether shard {ShardId} hears its guilds cannot be found out: {Reason}")]
        public static partial void ProbeFailed(ILogger logger, int shardId, string reason);
    }
}
