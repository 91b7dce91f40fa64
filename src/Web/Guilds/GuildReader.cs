using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Xp;
using Microsoft.AspNetCore.Components.Authorization;
using Orleans.Runtime;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// Every question of the web to a guild goes through here and is asked for the person who looks: pages and circuits
/// alike. An outage becomes a reading without value, so that one card can fail and the page still stand.
/// </summary>
public sealed partial class GuildReader(
    IClusterClient cluster, GuildAccess access, LiveGuilds liveGuilds,
    AuthenticationStateProvider authentication, ILogger<GuildReader> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(300);

    public Task<GuildReading<GuildProfile?>> GetProfileAsync(long guildId) =>
        AskAsync(guildId, guild => guild.GetProfileAsync());

    public Task<GuildReading<LiveNumbers>> GetLiveAsync(long guildId) =>
        AskAsync(guildId, guild => guild.GetLiveAsync());

    public Task<GuildReading<ActivityReport>> GetActivityAsync(long guildId, DateOnly firstDay, DateOnly lastDay) =>
        AskAsync(guildId, guild => guild.GetActivityAsync(firstDay, lastDay));

    public Task<GuildReading<LeaderboardPage>> GetLeaderboardAsync(long guildId, LeaderboardBoard board, int skip, int take) =>
        AskAsync(guildId, guild => guild.GetLeaderboardAsync(board, skip, take));

    /// <summary>What could not be done on Discord; for those who manage the guild, who can mend it.</summary>
    public async Task<GuildReading<OpenActions>> GetOpenActionsAsync(long guildId) =>
        await GetStandingAsync(guildId) >= GuildStanding.Manager
            ? await TryAsync(() => cluster.GetGrain<IOutboxGrain>(0).GetOpenAsync(guildId))
            : new(default, GuildOutage.NotAllowed);

    /// <summary>Which of these guilds the bot is in; at most 200. The caller passes only guilds that the person is in.</summary>
    public Task<GuildReading<IReadOnlyList<GuildProfile>>> FindAsync(IReadOnlyList<long> guildIds) =>
        TryAsync(() => cluster.GetGrain<IGuildListGrain>(0).FindAsync(guildIds));

    public async Task<GuildStanding> GetStandingAsync(long guildId) =>
        await access.GetStandingAsync((await authentication.GetAuthenticationStateAsync()).User, guildId);

    /// <summary>
    /// Live numbers from now on, until disposed; null when the person may not see the guild. <paramref name="onNumbers"/>
    /// gets null while the guild does not answer.
    /// </summary>
    public async Task<IDisposable?> WatchAsync(long guildId, Action<LiveNumbers?> onNumbers) =>
        await GetStandingAsync(guildId) >= GuildStanding.Member ? liveGuilds.Watch(guildId, onNumbers) : null;

    private async Task<GuildReading<T>> AskAsync<T>(long guildId, Func<IGuildGrain, Task<T>> question) =>
        await GetStandingAsync(guildId) >= GuildStanding.Member
            ? await TryAsync(() => question(cluster.GetGrain<IGuildGrain>(guildId)))
            : new(default, GuildOutage.NotAllowed);

    private async Task<GuildReading<T>> TryAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return new(await AskTwiceAsync(question).WaitAsync(Patience), GuildOutage.None);
        }
        catch (Exception outage) when (IsOutage(outage))
        {
            LogNoAnswer(outage.GetType().Name);
            return new(default, GuildOutage.NoAnswer);
        }
    }

    // A silo on its way out refuses at once, and the guild answers elsewhere a moment later.
    private static async Task<T> AskTwiceAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception refused) when (refused is SiloUnavailableException or OrleansMessageRejectionException)
        {
            await Task.Delay(AskAgain);
            return await question();
        }
    }

    /// <summary>The cluster is away, or answers that its database is. As long as no silo was seen, its grains are unknown (ArgumentException).</summary>
    internal static bool IsOutage(Exception exception) => exception
        is StorageUnavailableException or TimeoutException or OrleansException or ObjectDisposedException
        or Orleans.Serialization.CodecNotFoundException or ArgumentException { Source: "Orleans.Core" };

    [LoggerMessage(LogLevel.Warning, "A guild question got no answer: {Reason}")]
    private partial void LogNoAnswer(string reason);
}
