using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Digests;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Digests;

/// <summary>Holds nothing. The reminder survives restarts; what could not be dropped now is dropped within the hour.</summary>
[GrainType("kept-texts")]
public sealed class KeptTextsGrain(KeptTextReader texts, DigestStore digests, IOptions<DigestsOptions> options, TimeProvider time) : Grain, IKeptTextsGrain, IRemindable
{
    private const string Hourly = "hourly";

    public Task KeepWatchAsync() => this.RegisterOrUpdateReminder(Hourly, TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Outage.Translate(async () =>
    {
        var now = time.GetUtcNow();
        await texts.DropExpiredAsync(DateOnly.FromDateTime(now.UtcDateTime));
        return await digests.TrimAsync(now.AddDays(-options.Value.KeepDays));
    });
}
