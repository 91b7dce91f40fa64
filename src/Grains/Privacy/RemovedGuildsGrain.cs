using CommunityIntel.Domain.Guilds;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Privacy;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Privacy;

/// <summary>Holds nothing. The reminder survives restarts; a guild whose deletion was cut short is found again.</summary>
[GrainType("removed-guilds")]
public sealed partial class RemovedGuildsGrain(PrivacyStore store, TimeProvider time, ILogger<RemovedGuildsGrain> logger) : Grain, IRemovedGuildsGrain, IRemindable
{
    private const string Hourly = "hourly";
    private const int MostAtOnce = 100;

    /// <summary>Parts of a guild deleted for one look; the rest waits for the next.</summary>
    private const int MostParts = 1_000;

    public Task KeepWatchAsync() => this.RegisterOrUpdateReminder(Hourly, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var over = await Outage.Translate(() => store.FindRemovedAsync(time.GetUtcNow() - GuildRetention.AfterRemoval, MostAtOnce));
        foreach (var guildId in over)
        {
            try
            {
                await EraseAsync(guildId);
            }
            catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OrleansException)
            {
                Log.NotErased(logger, guildId, e.Message);
            }
        }
    }

    private async Task EraseAsync(long guildId)
    {
        var guild = GrainFactory.GetGrain<IGuildPrivacyGrain>(guildId);
        for (var part = 0; part < MostParts; part++)
        {
            if (!await guild.EraseAsync()) continue;
            Log.Erased(logger, guildId);
            return;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Guild {GuildId} was looked through for deletion: the bot has been gone from it for its time")]
        public static partial void Erased(ILogger logger, long guildId);

        [LoggerMessage(2, LogLevel.Warning, "Guild {GuildId} is not deleted yet: {Reason}")]
        public static partial void NotErased(ILogger logger, long guildId, string reason);
    }
}
