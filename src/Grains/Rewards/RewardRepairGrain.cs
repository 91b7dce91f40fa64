using System.Data.Common;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Rewards;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CommunityIntel.Grains.Rewards;

/// <summary>
/// Asks one guild for the next step until nothing is left, so that the guild takes what happens to it between two steps. Holds nothing
/// that matters: how far it came is the guild's, and a reminder begins again after a crash.
/// </summary>
[GrainType("reward-repair")]
public sealed partial class RewardRepairGrain(ILogger<RewardRepairGrain> logger) : Grain, IRewardRepairGrain, IRemindable
{
    private const string Reminder = "repair";

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>How long Discord, or an outage, is given before the next step.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private IGrainTimer? _steps;
    private int _asked;

    private long GuildId => this.GetPrimaryKeyLong();

    // Interleaves with a step: the guild that calls here is the one that the step waits for.
    public async Task StartAsync()
    {
        Wake();
        try
        {
            await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        }
        catch (Exception e) when (e is DbException or OrleansException or TimeoutException)
        {
            // The steps go on; after a crash the guild itself begins again when it is next spoken to.
            Log.NoReminder(logger, GuildId, e.Message);
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Wake();
        return Task.CompletedTask;
    }

    private void Wake()
    {
        _asked++;
        _steps ??= this.RegisterGrainTimer(StepAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Pace) { KeepAlive = true });
    }

    private async Task StepAsync(CancellationToken cancellation)
    {
        var asked = _asked;
        var step = await TryStepAsync();
        if (step == RepairStep.Done && asked == _asked) await StopAsync();
        else _steps?.Change(step == RepairStep.More || asked != _asked ? Pace : Pause, Pace);
    }

    private async Task<RepairStep> TryStepAsync()
    {
        try
        {
            return await GrainFactory.GetGrain<IGuildRewardsGrain>(GuildId).RepairNextAsync();
        }
        catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
        {
            Log.NotNow(logger, GuildId, e.Message);
            return RepairStep.Later;
        }
    }

    private async Task StopAsync()
    {
        _steps?.Dispose();
        _steps = null;
        try
        {
            if (await this.GetReminder(Reminder) is { } reminder && _steps is null) await this.UnregisterReminder(reminder);
        }
        catch (Exception e) when (e is DbException or OrleansException or TimeoutException)
        {
            // It comes once more and finds nothing to do.
            Log.NoReminder(logger, GuildId, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The reminder of guild {GuildId} to look through its roles cannot be set: {Reason}")]
        public static partial void NoReminder(ILogger logger, long guildId, string reason);

        [LoggerMessage(2, LogLevel.Information, "Guild {GuildId} does not look through its roles now: {Reason}")]
        public static partial void NotNow(ILogger logger, long guildId, string reason);
    }
}
