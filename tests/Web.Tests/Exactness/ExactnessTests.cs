using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab;
using CommunityIntel.Lab.Exactness;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Lab.Web;

namespace CommunityIntel.Web.Tests.Exactness;

/// <summary>
/// The real chat through the whole product, and every figure as the pages show it against an independent count of the raw lines: in zones on both sides of
/// UTC, one of them with quarters of an hour, over a year that holds both changes of the clock.
/// </summary>
public sealed class ExactnessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_say_what_the_file_holds_in_every_zone()
    {
        var file = SharedData.Find("chat", "fcc-gitter.jsonl.gz");
        Assert.SkipWhen(file is null, "There is no chat file to count.");
        using var chat = new RecentChat(file!, DateTimeOffset.UtcNow, every: 8, days: 2 * 364);
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Webs = 1 }, Cancellation);
        await cluster.StartAsync(MemberKind.Silo, Cancellation);
        await cluster.ConnectAsync(Cancellation);
        var guilds = new Dictionary<string, ulong>();
        foreach (var zone in (string[])["Europe/Paris", "America/New_York", "Asia/Kathmandu"]) guilds[zone] = await ReplayAsync(cluster, chat, zone);
        await cluster.StartAsync(MemberKind.Web, Cancellation);

        using var visitor = new Visitor(cluster.Member(MemberKind.Web).Address);
        await visitor.SignInAsync((await cluster.Control.UsersAsync()).Single(u => u.Name == "developer").Id);
        foreach (var (zone, guild) in guilds)
            (await CompareAsync(cluster, visitor, chat, guild, zone)).Different.Should().BeEmpty(zone);
    }

    // The zone is written before the first event, as a guild's managers will choose it.
    private static async Task<ulong> ReplayAsync(ProductCluster cluster, RecentChat chat, string zone)
    {
        await cluster.Control.StartReplayAsync(new ReplayRequest(chat.Path, GuildName: zone, Keep: false));
        ulong? guild = null;
        await UntilAsync(async () => (guild = (await cluster.Control.ReplayAsync()).GuildId) is not null);
        await cluster.Database.ExecuteAsync(
            $"""
            INSERT INTO guilds (guild_id, name, icon, owner_id, preferred_locale, member_count, bot_present, time_zone)
            VALUES ({guild}, '', NULL, 0, 'en-US', 0, true, '{zone}')
            """, Cancellation);
        var worker = cluster.Member(MemberKind.Worker);
        worker.Start();
        await worker.UntilReadyAsync(ProductCluster.Patience, Cancellation);
        await UntilAsync(async () => await cluster.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {guild}", Cancellation) == chat.Lines.Count);
        await worker.StopAsync(Cancellation);
        return guild!.Value;
    }

    private static async Task<PagesAgainstCount> CompareAsync(ProductCluster cluster, Visitor visitor, RecentChat chat, ulong guild, string zone)
    {
        var yesterday = (await cluster.Grains.GetGrain<IGuildGrain>((long)guild).GetProfileAsync())!.Today.AddDays(-1);
        var count = new ChatCount(chat.Lines, TimeZoneInfo.FindSystemTimeZoneById(zone));
        count.Messages(yesterday.AddDays(-27), yesterday).Should().BePositive("there is something to compare");
        var pages = new PagesAgainstCount(visitor, guild, count);
        foreach (var days in (int[])[28, 91, 364]) await pages.CompareAsync(yesterday, days);
        await pages.CompareLeadersAsync();
        return pages;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await holds()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
