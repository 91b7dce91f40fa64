using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityIntel.Grains.Tests.Guilds;

/// <summary>PostgreSQL goes away under a running silo and comes back: nothing is acknowledged meanwhile, nothing needs a restart.</summary>
public sealed class OutageTests
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(Some.Morning.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stopped")]
    [InlineData("killed")]
    public async Task Batches_are_refused_while_the_database_is_away_and_applied_once_when_it_is_back(string how)
    {
        await using var server = await ScratchServer.StartNewAsync(Cancellation);
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        using var silo = RunningSilo.Build(database.ConnectionString);
        await silo.StartAsync(Cancellation);
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var guild = grains.GetGrain<IGuildGrain>(Some.GuildId());
        await guild.ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning), Some.Message(2, 7, Some.Morning)));

        await (how == "stopped" ? server.StopAsync(Cancellation) : server.KillAsync(Cancellation));
        var unacknowledged = Some.Batch("s", Some.Message(3, 7, Some.Morning.AddMinutes(5)), Some.Message(4, 8, Some.Morning.AddMinutes(6)));
        var refused = 0;
        for (var attempt = 0; attempt < 3; attempt++)
            if (await IsRefusedAsync(() => guild.ApplyAsync(unacknowledged))) refused++;
        // A backend may outlive a killed postmaster for a moment: what it still acknowledges has to be there afterwards, once.
        if (how == "stopped") refused.Should().Be(3);

        await server.StartAsync(Cancellation);
        await Eventually.Succeeds(() => guild.ApplyAsync(unacknowledged));
        await Eventually.Succeeds(() => guild.ApplyAsync(unacknowledged));

        // A connection that the death left in the pool may break one more read.
        ActivityReport? report = null;
        await Eventually.Succeeds(async () => report = await guild.GetActivityAsync(Day, Day));
        report!.Totals.Should().BeEquivalentTo(new { Messages = 3, Authors = 2 });
        await silo.StopAsync(Cancellation);
    }

    private static async Task<bool> IsRefusedAsync(Func<Task> apply)
    {
        try
        {
            await apply();
            return false;
        }
        catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
        {
            return true;
        }
    }

    [Fact]
    public async Task A_full_disk_is_told_and_overcome_without_a_restart()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 160);
        await using var server = await ScratchServer.StartNewAsync(Cancellation, new() { Folder = disk.Folder, SharedBuffersMb = 16, MaxWalMb = 64 });
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        using var silo = RunningSilo.Build(database.ConnectionString);
        await silo.StartAsync(Cancellation);
        var guild = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildGrain>(Some.GuildId());
        await guild.ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));

        disk.Fill();
        var (sequence, acknowledged) = (2L, 0L);
        await FluentActions.Awaiting(async () =>
        {
            for (var round = 0; round < 300; round++)
            {
                var batch = Some.Batch("s", [.. Enumerable.Range(0, 2_000).Select(i => Some.Message(sequence + i, 7, Some.Morning.AddMilliseconds(sequence + i)))]);
                await guild.ApplyAsync(batch);
                acknowledged += 2_000;
                sequence += 2_000;
            }
        }).Should().ThrowAsync<Exception>("the disk is full");

        disk.Free();
        await Eventually.Succeeds(() => guild.ApplyAsync(Some.Batch("s", Some.Message(sequence + 5_000, 7, Some.Morning.AddHours(1)))));
        (await database.ScalarAsync<long>("SELECT count(*) FROM messages", Cancellation)).Should().BeGreaterThanOrEqualTo(acknowledged + 1);
        await silo.StopAsync(Cancellation);
    }
}
