using CommunityIntel.Domain.Outbox;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Outbox;
using Orleans.Concurrency;

namespace CommunityIntel.Grains.Outbox;

/// <summary>Holds only when it last tidied up. A crash loses nothing: a lease lapses, an outcome that was not saved is tried again.</summary>
[GrainType("outbox"), StatelessWorker]
public sealed class OutboxGrain(OutboxStore store, TimeProvider time) : Grain, IOutboxGrain
{
    private const int MostShown = 20;
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(10);

    private DateTimeOffset _trimmedAt;

    public Task<DueActions> TakeDueAsync(IReadOnlyList<int> shards, int shardCount, string workerName, int max, TimeSpan lease)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shardCount);
        ArgumentException.ThrowIfNullOrEmpty(workerName);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 200);
        ArgumentOutOfRangeException.ThrowIfLessThan(lease, ShortestLease);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lease, LongestLease);
        return Outage.Translate(async () =>
        {
            await TrimAsync();
            var taken = await store.TakeDueAsync(shards, shardCount, workerName, max, lease);
            return new DueActions([.. taken.Select(OutboxWire.Due)], await store.OldestDueAsync(shards, shardCount));
        });
    }

    public Task ReportAsync(string workerName, IReadOnlyList<ActionOutcome> outcomes)
    {
        var now = time.GetUtcNow();
        return Outage.Translate(() => store.ReportAsync(workerName, [.. outcomes.Select(o => Judge(o, now))]));
    }

    public Task<OpenActions> GetOpenAsync(long guildId) => Outage.Translate(async () =>
    {
        var open = await store.OpenAsync(guildId, MostShown);
        var names = open.Roles.ToDictionary(r => r.RoleId, r => r.Name);
        return new OpenActions([.. open.Actions.Select(o => OutboxWire.Open(o, names))], open.GivenUp, open.Waiting);
    });

    public Task<int> TryAgainAsync(long guildId) => Outage.Translate(() => store.TryAgainAsync(guildId));

    private static ActionReport Judge(ActionOutcome outcome, DateTimeOffset now)
    {
        var claim = outcome.Claim;
        if (outcome.Failure is not { } failure) return Report(ReportedState.Done, null, TimeSpan.Zero);
        if (failure != ActionFailure.NoAnswer || OutboxRetry.IsOver((long)(now - claim.CreatedAt).TotalMilliseconds))
            return Report(ReportedState.GivenUp, OutboxWire.Name(failure), TimeSpan.Zero);
        var delay = OutboxRetry.DelayMs(claim.Attempts, isMessage: !SetRoles.IsNamedBy(claim.Key), Random.Shared.NextDouble());
        return Report(ReportedState.Pending, OutboxWire.Name(failure), TimeSpan.FromMilliseconds(delay));

        ActionReport Report(ReportedState state, string? reason, TimeSpan delay) => new(claim.GuildId, claim.Key, claim.Revision, state, reason, delay);
    }

    private async Task TrimAsync()
    {
        if (time.GetUtcNow() - _trimmedAt < TrimEvery) return;
        _trimmedAt = time.GetUtcNow();
        await store.TrimAsync();
    }
}
