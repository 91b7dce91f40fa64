using System.Collections.Concurrent;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CommunityIntel.BotShard.Tests.Billing;

/// <summary>The grains of billing as workers see them: they write down what they are handed, say what the test says, and fail when it says so.</summary>
internal sealed class ScriptedBilling
{
    private readonly ConcurrentDictionary<ulong, ScriptedGuild> _guilds = new();
    private Serializer? _serializer;

    public static GuildPlan Free { get; } = new(Plan.Free, null, false, null, null, null, null, default, default, IsSold: true, MayTry: true, 0);

    /// <summary>Guilds that were ever asked for.</summary>
    public IEnumerable<ulong> Asked => _guilds.Keys;

    public ConcurrentBag<ulong> DiscordGuilds { get; } = [];

    public ScriptedGuild Of(ulong guildId) => _guilds.GetOrAdd(guildId, _ => new ScriptedGuild(Carry));

    /// <summary>These grains in place of the silo's, for everything that is built in a host.</summary>
    public void Replace(IServiceCollection services) => services.AddSingleton(s =>
    {
        _serializer = s.GetRequiredService<Serializer>();
        return GrainsInPlace.Over(s.GetRequiredService<IClusterClient>(), Find);
    });

    // As a call carries it to another process.
    private IReadOnlyList<DiscordEntitlement> Carry(IReadOnlyList<DiscordEntitlement> entitlements) =>
        _serializer!.Deserialize<IReadOnlyList<DiscordEntitlement>>(_serializer.SerializeToArray(entitlements))!;

    private object? Find(Type type, long key) =>
        type == typeof(IGuildBillingGrain) ? Of((ulong)key) : type == typeof(IBillingDeskGrain) ? new ScriptedDesk(DiscordGuilds) : null;
}

/// <summary>What a guild was handed. Like the grain it goes by the latest reading.</summary>
internal sealed class ScriptedGuild(Func<IReadOnlyList<DiscordEntitlement>, IReadOnlyList<DiscordEntitlement>> carry) : IGuildBillingGrain
{
    private readonly Lock _lock = new();
    private (DateTimeOffset At, IReadOnlyList<DiscordEntitlement> Entitlements)? _latest;
    private int _readings;
    private int _failures;

    public GuildPlan Plan { get; set; } = ScriptedBilling.Free;

    public bool IsAway { get; set; }

    /// <summary>Null: nothing was handed over yet.</summary>
    public IReadOnlyList<DiscordEntitlement>? Entitlements
    {
        get { lock (_lock) return _latest?.Entitlements; }
    }

    public int Readings
    {
        get { lock (_lock) return _readings; }
    }

    public void FailNext(int times) => Interlocked.Add(ref _failures, times);

    public Task UntilAsync(Func<IReadOnlyList<DiscordEntitlement>, bool> holds) =>
        Polling.UntilAsync(() => Task.FromResult(Entitlements is { } entitlements && holds(entitlements)), TestContext.Current.CancellationToken);

    public Task<GuildPlan> GetPlanAsync() => IsAway ? Task.FromException<GuildPlan>(new StorageUnavailableException("scripted")) : Task.FromResult(Plan);

    public Task PutDiscordEntitlementsAsync(DateTimeOffset readAt, IReadOnlyList<DiscordEntitlement> entitlements)
    {
        if (Volatile.Read(ref _failures) > 0 && Interlocked.Decrement(ref _failures) >= 0) return Task.FromException(new StorageUnavailableException("scripted"));
        lock (_lock)
        {
            _readings++;
            if (_latest is null || readAt >= _latest.Value.At) _latest = (readAt, carry(entitlements));
        }

        return Task.CompletedTask;
    }

    public Task<GuildBilling> GetBillingAsync() => throw new NotSupportedException();

    public Task<GuildPlan> PutClaimsAsync(ClaimsOfHolder claims) => throw new NotSupportedException();

    public Task ReviewAsync() => throw new NotSupportedException();
}

internal sealed class ScriptedDesk(IEnumerable<ulong> guilds) : IBillingDeskGrain
{
    public Task<IReadOnlyList<long>> GetDiscordGuildsAsync() => Task.FromResult<IReadOnlyList<long>>([.. guilds.Select(g => (long)g)]);

    public Task<IReadOnlyList<SoldSubscription>> GetSubscriptionsAsync(DateTimeOffset? before, int most) => throw new NotSupportedException();

    public Task<RevenueReport> GetRevenueAsync() => throw new NotSupportedException();

    public Task<bool> GrantAsync(long guildId, Plan plan, DateTimeOffset? until, Actor actor) => throw new NotSupportedException();

    public Task<bool> EndGrantAsync(long guildId, Actor actor) => throw new NotSupportedException();

    public Task KeepWatchAsync() => Task.CompletedTask;
}
