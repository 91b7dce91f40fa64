using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Storage.Activity;

namespace CommunityIntel.Grains.Activity;

/// <summary>Holds nothing. The reminder survives restarts; a commit makes a missing partition itself.</summary>
[GrainType("message-partitions")]
public sealed class MessagePartitionsGrain(MessagePartitions partitions, TimeProvider time) : Grain, IMessagePartitionsGrain, IRemindable
{
    private const string Daily = "daily";
    private const int MonthsAhead = 2;

    public async Task KeepAheadAsync()
    {
        await this.RegisterOrUpdateReminder(Daily, TimeSpan.FromHours(24), TimeSpan.FromHours(24));
        await MakeAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => MakeAsync();

    private async Task MakeAsync()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var month = 0; month <= MonthsAhead; month++) await partitions.EnsureAsync(today.AddMonths(month));
    }
}
