using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Digests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Digests;

/// <summary>
/// Holds what is used today and this month, as the database has it: every change is written before it is answered, and a failed write
/// makes it read everything again.
/// </summary>
[GrainType("model-budget")]
public sealed partial class ModelBudgetGrain(ModelUsageStore store, IOptions<DigestsOptions> options, TimeProvider time, ILogger<ModelBudgetGrain> logger) : Grain, IModelBudgetGrain
{
    private const double NearlyUsedUp = 0.8;

    private readonly Dictionary<long, int> _guilds = [];
    private readonly HashSet<string> _warned = [];
    private readonly DigestsOptions _options = options.Value;
    private DateOnly _date;
    private Dictionary<string, int>? _requests;
    private long _costMicros;

    private long CostMicrosPerMonth => (long)(_options.CostPerMonth * 1_000_000);

    public async Task<bool> TryTakeAsync(long guildId, string provider, int requestsPerDay, long worstCostMicros)
    {
        var ofGuild = await ReadAsync(guildId);
        var ofProvider = _requests!.GetValueOrDefault(provider);
        if (requestsPerDay > 0 && ofProvider >= requestsPerDay) return false;
        if (_options.GuildRequestsPerDay > 0 && ofGuild >= _options.GuildRequestsPerDay) return false;
        if (CostMicrosPerMonth > 0 && _costMicros + worstCostMicros > CostMicrosPerMonth) return false;
        await WriteAsync(guildId, provider, 1, 0, 0, worstCostMicros);
        Tell(provider, requestsPerDay);
        return true;
    }

    public async Task SettleAsync(long guildId, string provider, long inputTokens, long outputTokens, long costMicros, long worstCostMicros)
    {
        await ReadAsync(guildId);
        await WriteAsync(guildId, provider, 0, inputTokens, outputTokens, costMicros - worstCostMicros);
        Tell(provider, 0);
    }

    public async Task<ModelBudget> GetUsedAsync(long guildId)
    {
        var ofGuild = await ReadAsync(guildId);
        return new ModelBudget(_requests!.ToDictionary(), _costMicros, CostMicrosPerMonth, ofGuild, _options.GuildRequestsPerDay);
    }

    // What a request of before midnight comes to counts to the day after: a few, once a day.
    private Task<int> ReadAsync(long guildId) => Outage.Translate(async () =>
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (_requests is null || today != _date)
        {
            var used = await store.ReadAsync(today);
            (_date, _requests, _costMicros) = (today, used.RequestsToday.ToDictionary(), used.CostMicrosThisMonth);
            _guilds.Clear();
            _warned.Clear();
        }

        if (!_guilds.TryGetValue(guildId, out var ofGuild)) _guilds[guildId] = ofGuild = await store.RequestsOfGuildAsync(today, guildId);
        return ofGuild;
    });

    private Task<bool> WriteAsync(long guildId, string provider, int requests, long inputTokens, long outputTokens, long costMicros) => Outage.Translate(async () =>
    {
        var before = _requests!;
        _requests = null;
        await store.AddAsync(_date, guildId, provider, requests, inputTokens, outputTokens, costMicros);
        before[provider] = before.GetValueOrDefault(provider) + requests;
        _guilds[guildId] += requests;
        _costMicros += costMicros;
        _requests = before;
        return true;
    });

    private void Tell(string provider, int requestsPerDay)
    {
        if (CostMicrosPerMonth > 0) Tell("money", (double)_costMicros / CostMicrosPerMonth);
        if (requestsPerDay > 0) Tell(provider, (double)_requests![provider] / requestsPerDay);
    }

    private void Tell(string what, double used)
    {
        DigestMetrics.BudgetUsed(what, used);
        if (used >= NearlyUsedUp && _warned.Add(what)) Log.NearlyUsedUp(logger, what, used);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Used:P0} of the budget of {What} for language models is used; when it is all used, digests are quotations until the day or month is over")]
        public static partial void NearlyUsedUp(ILogger logger, string what, double used);
    }
}
