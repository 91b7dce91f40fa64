using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Digests;
using Microsoft.Extensions.Options;
using DigestSettings = CommunityIntel.Domain.Digests.DigestSettings;

namespace CommunityIntel.Grains.Digests;

/// <summary>Holds nothing. Partitions are made here, ahead of the texts: a commit makes none, nor waits for one. The reminder survives restarts; what could not be dropped now is dropped within the hour.</summary>
[GrainType("kept-texts")]
public sealed class KeptTextsGrain(KeptTextReader texts, DigestStore digests, IOptions<DigestsOptions> options, TimeProvider time) : Grain, IKeptTextsGrain, IRemindable
{
    private const string Hourly = "hourly";

    /// <summary>Further than a text is ever kept.</summary>
    private const int DaysAhead = DigestSettings.MostKeepDays + 2;

    public async Task KeepWatchAsync()
    {
        await this.RegisterOrUpdateReminder(Hourly, TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));
        await Outage.Translate(() => texts.MakePartitionsAsync(DaysAhead));
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Outage.Translate(async () =>
    {
        var now = time.GetUtcNow();
        await texts.MakePartitionsAsync(DaysAhead);
        await texts.DropExpiredAsync(DateOnly.FromDateTime(now.UtcDateTime));
        return await digests.TrimAsync(now.AddDays(-options.Value.KeepDays));
    });
}
