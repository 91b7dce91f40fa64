using CommunityIntel.Domain.Privacy;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Privacy;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Privacy;

/// <summary>
/// Holds nothing: a choice is written before it is answered, then the guilds are told. A reminder, registered before, tells them
/// again: those that did not answer, and one that met the person while the choice was being written. A crash at any point is
/// finished by it.
/// </summary>
[GrainType("member-privacy")]
public sealed partial class MemberPrivacyGrain(PrivacyStore store, GuildRemains remains, PersonalExport export, TimeProvider time, ILogger<MemberPrivacyGrain> logger)
    : Grain, IMemberPrivacyGrain, IRemindable
{
    public const string Telling = "telling", Deletion = "deletion";

    private const int GuildsAtOnce = 8;
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(10);

    /// <summary>Whoever waits for an answer waits no longer for guilds than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long UserId => this.GetPrimaryKeyLong();

    public Task<MemberPrivacy> GetAsync() => Outage.Translate(async () => ToWire(await store.FindAsync(UserId)));

    public Task<MemberPrivacy> ChooseAsync(MemberChoices choice, bool isOn)
    {
        var chosen = (PrivacyChoices)choice;
        if (chosen is not (PrivacyChoices.Hide or PrivacyChoices.Anonymise or PrivacyChoices.StopCollecting)) throw new ArgumentOutOfRangeException(nameof(choice));
        return Outage.Translate(async () =>
        {
            var before = await store.FindAsync(UserId);
            var after = isOn ? before.Choices | chosen : before.Choices & ~chosen;
            if (after == before.Choices) return ToWire(before);
            await this.RegisterOrUpdateReminder(Telling, TellAgain, TellAgain);
            var now = time.GetUtcNow();
            var isCountedAgain = chosen == PrivacyChoices.StopCollecting && !isOn;
            await store.ChooseAsync(UserId, after, now, isCountedAgain ? now : before.CountsFrom);
            var written = await store.FindAsync(UserId);
            await TellAsync(written, Patience);
            return ToWire(written);
        });
    }

    public Task<MemberPrivacy> RequestDeletionAsync() => Outage.Translate(async () =>
    {
        await this.RegisterOrUpdateReminder(Deletion, PersonalDeletion.Delay, TryAgain);
        var now = time.GetUtcNow();
        await store.RequestDeletionAsync(UserId, now, now + PersonalDeletion.Delay);
        return ToWire(await store.FindAsync(UserId));
    });

    public Task<MemberPrivacy> CancelDeletionAsync() => Outage.Translate(async () =>
    {
        await store.CancelDeletionAsync(UserId);
        await ForgetReminderAsync(Deletion);
        return ToWire(await store.FindAsync(UserId));
    });

    public IAsyncEnumerable<byte[]> ExportAsync(CancellationToken cancellation = default) => export.WriteAsync(UserId, cancellation);

    public Task ReceiveReminder(string reminderName, TickStatus status) => Outage.Translate(async () =>
    {
        var person = await store.FindAsync(UserId);
        if (reminderName == Deletion) await DeleteIfDueAsync(person);
        else await TellTheRestAsync(person);
        return true;
    });

    private async Task TellTheRestAsync(StoredPerson person)
    {
        if (person is { ChangedAt: { } changed, ToldAt: null })
        {
            if (!await TellAsync(person, TellAgain)) return;
            await store.ToldAsync(UserId, changed, time.GetUtcNow());
        }

        await ForgetReminderAsync(Telling);
    }

    private async Task<bool> TellAsync(StoredPerson person, TimeSpan patience)
    {
        var started = time.GetTimestamp();
        var isTold = true;
        foreach (var some in (await store.FindGuildsAsync(UserId)).Chunk(GuildsAtOnce))
        {
            if (time.GetElapsedTime(started) > patience) return false;
            isTold &= (await Task.WhenAll(some.Select(id => TellAsync(id, person)))).All(told => told);
        }

        return isTold;
    }

    private async Task<bool> TellAsync(long guildId, StoredPerson person)
    {
        try
        {
            await GrainFactory.GetGrain<IGuildPrivacyGrain>(guildId).ChooseAsync(UserId, (MemberChoices)person.Choices, person.CountsFrom, person.ChangedAt ?? time.GetUtcNow());
            return true;
        }
        catch (Exception e) when (e is StorageUnavailableException or BatchRefusedException or TimeoutException or OrleansException)
        {
            Log.NotTold(logger, guildId, e.Message);
            return false;
        }
    }

    // The row of the request goes last: whatever breaks before is done again.
    private async Task DeleteIfDueAsync(StoredPerson person)
    {
        if (person.DeletionDueAt is not null && !PersonalDeletion.IsDue(person.DeletionDueAt, time.GetUtcNow())) return;
        if (person.DeletionDueAt is not null)
        {
            await store.BeginDeletionAsync(UserId);
            foreach (var guildId in await store.FindGuildsAsync(UserId))
            {
                while (await remains.DeleteMessagesAsync(guildId, UserId))
                {
                }

                await GrainFactory.GetGrain<IGuildPrivacyGrain>(guildId).ForgetAsync(UserId);
            }

            await store.FinishDeletionAsync(UserId);
            Log.Deleted(logger);
        }

        await ForgetReminderAsync(Telling);
        await ForgetReminderAsync(Deletion);
    }

    private async Task ForgetReminderAsync(string name)
    {
        if (await this.GetReminder(name) is { } reminder) await this.UnregisterReminder(reminder);
    }

    private static MemberPrivacy ToWire(StoredPerson p) => new((MemberChoices)p.Choices, p.ChangedAt, p.DeletionRequestedAt, p.DeletionDueAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Guild {GuildId} was not told of a member's choice yet: {Reason}")]
        public static partial void NotTold(ILogger logger, long guildId, string reason);

        [LoggerMessage(2, LogLevel.Information, "A person was deleted from every guild, as they asked")]
        public static partial void Deleted(ILogger logger);
    }
}
