using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Lab.Web;
using CommunityIntel.Lab;
using CommunityIntel.Web.Tests.Browser;

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
        using var chat = new RecentChat(file!, DateTimeOffset.UtcNow);
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Webs = 1 }, Cancellation);
        await cluster.StartAsync(MemberKind.Silo, Cancellation);
        await cluster.ConnectAsync(Cancellation);
        var guilds = new Dictionary<string, ulong>();
        foreach (var zone in (string[])["Europe/Paris", "America/New_York", "Asia/Kathmandu"]) guilds[zone] = await ReplayAsync(cluster, chat, zone);
        await cluster.StartAsync(MemberKind.Web, Cancellation);

        using var visitor = new Visitor(cluster.Member(MemberKind.Web).Address);
        await visitor.SignInAsync((await cluster.Control.UsersAsync()).Single(u => u.Name == "developer").Id);
        foreach (var (zone, guild) in guilds)
            foreach (var days in (int[])[28, 91, 364])
                await CompareAsync(cluster, visitor, new Count(chat.Lines, TimeZoneInfo.FindSystemTimeZoneById(zone)), guild, zone, days);
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

    private static async Task CompareAsync(ProductCluster cluster, Visitor visitor, Count count, ulong guild, string zone, int days)
    {
        var today = (await cluster.Grains.GetGrain<IGuildGrain>((long)guild).GetProfileAsync())!.Today;
        var (first, last) = (today.AddDays(-days), today.AddDays(-1));
        var because = $"{zone}, {days} days";
        var overview = await ReadAsync($"?range={days}");
        var activity = await ReadAsync($"/activity?range={days}");

        count.Messages(first, last).Should().BePositive(because);
        var kpis = Rendered.Kpis(overview);
        Rendered.Number(kpis["Messages"]).Should().Be(count.Messages(first, last), because);
        Rendered.Number(kpis["Active members"]).Should().Be(count.Authors(first, last), because);
        Rendered.HeatMap(overview).Should().Equal(count.ByHourOfWeek(first, last), because);
        foreach (var page in (string[])[overview, activity])
            Rendered.ChartTable(page, days > 91 ? "Messages per week" : "Messages per day").Take(days > 91 ? days / 7 : days).Should().Equal(count.PerDay(first, last, days > 91 ? 7 : 1), because);
        if (days <= 91)
            Rendered.ChartTable(await ReadAsync($"?range={days}&metric=members"), "Active members per day").Take(days).Should().Equal(count.AuthorsPerDay(first, last), because);
        Rendered.ChartTable(activity, "Messages by hour of the day").Reverse<long>().Should().Equal(count.ByHour(first, last), because);
        Rendered.Channels(activity).Should().Equal(count.ByChannel(first, last), because);
        Rendered.Messages(await ReadAsync("/leaderboard?board=messages")).Should().Equal(count.Leaders(50), because);

        async Task<string> ReadAsync(string page)
        {
            var answer = await visitor.GetAsync($"/g/{guild}{page}");
            answer.IsSuccessStatusCode.Should().BeTrue("{0} is a page", page);
            return await answer.Content.ReadAsStringAsync(Cancellation);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await holds()) await timer.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Counts of the raw lines by a clock on the wall.</summary>
    private sealed class Count(IReadOnlyList<ChatLine> lines, TimeZoneInfo zone)
    {
        private readonly List<(DateTime At, ChatLine Line)> _local = [.. lines.Select(line => (TimeZoneInfo.ConvertTimeFromUtc(line.At.UtcDateTime, zone), line))];

        public long Messages(DateOnly first, DateOnly last) => Within(first, last).Count();

        public long Authors(DateOnly first, DateOnly last) => Within(first, last).Select(m => m.Line.Author).Distinct().Count();

        public List<long> PerDay(DateOnly first, DateOnly last, int step)
        {
            var days = Within(first, last).ToLookup(m => (DateOnly.FromDateTime(m.At).DayNumber - first.DayNumber) / step);
            return [.. Enumerable.Range(0, (last.DayNumber - first.DayNumber + 1) / step).Select(i => (long)days[i].Count())];
        }

        public List<long> AuthorsPerDay(DateOnly first, DateOnly last)
        {
            var days = Within(first, last).ToLookup(m => DateOnly.FromDateTime(m.At).DayNumber - first.DayNumber);
            return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(i => (long)days[i].Select(m => m.Line.Author).Distinct().Count())];
        }

        public List<long> ByHourOfWeek(DateOnly first, DateOnly last)
        {
            var hours = Within(first, last).ToLookup(m => ((((int)m.At.DayOfWeek + 6) % 7) * 24) + m.At.Hour);
            return [.. Enumerable.Range(0, 7 * 24).Select(i => (long)hours[i].Count())];
        }

        public List<long> ByHour(DateOnly first, DateOnly last)
        {
            var hours = Within(first, last).ToLookup(m => m.At.Hour);
            return [.. Enumerable.Range(0, 24).Select(i => (long)hours[i].Count())];
        }

        public Dictionary<string, long> ByChannel(DateOnly first, DateOnly last) =>
            Within(first, last).GroupBy(m => m.Line.Channel).ToDictionary(g => g.Key, g => (long)g.Count());

        public List<long> Leaders(int most) => [.. _local.GroupBy(m => m.Line.Author).Select(g => (long)g.Count()).OrderDescending().Take(most)];

        private IEnumerable<(DateTime At, ChatLine Line)> Within(DateOnly first, DateOnly last) =>
            _local.Where(m => DateOnly.FromDateTime(m.At) is var date && date >= first && date <= last);
    }
}
