using System.Globalization;
using System.Net;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Exactness;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Lab.Web;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>
/// Reads the dashboard as a manager does and compares every figure with a count of the file: in UTC, and in zones on both sides of it, each chosen on the
/// settings page and counted again by the product.
/// </summary>
internal static class ReplayPages
{
    private static readonly string[] Zones = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>One line per zone and difference; true when every figure is equal.</summary>
    public static async Task<bool> CompareAsync(PipelineProcesses processes, RecentChat chat, ulong guildId, TextWriter output, CancellationToken cancellation)
    {
        await processes.Cluster.StartAsync(MemberKind.Web, cancellation);
        using var manager = new Visitor(processes.Cluster.Member(MemberKind.Web).Address);
        await manager.SignInAsync((await processes.Control.UsersAsync()).Single(user => user.Name == "developer").Id);
        output.WriteLine("What overview, activity and leaderboard show against a count of the file:");
        var equal = true;
        foreach (var zone in Zones)
        {
            if (zone != Zones[0]) await ChooseAsync(manager, guildId, zone, cancellation);
            var yesterday = (await processes.Grains.GetGrain<IGuildGrain>((long)guildId).GetProfileAsync())!.Today.AddDays(-1);
            var pages = new PagesAgainstCount(manager, guildId, new ChatCount(chat.Lines, TimeZoneInfo.FindSystemTimeZoneById(zone)));
            foreach (var days in (int[])[28, 91, 364]) await pages.CompareAsync(yesterday, days);
            await pages.CompareLeadersAsync();
            output.WriteLine($"  {zone,-26} {pages.Compared} figures {(pages.Different.Count == 0 ? "equal" : "compared")}");
            foreach (var difference in pages.Different) output.WriteLine($"      {difference}  ← DIFFERENT");
            equal &= pages.Different.Count == 0;
        }

        return equal;
    }

    // On the page, and until it says that every day was counted again.
    private static async Task ChooseAsync(Visitor manager, ulong guildId, string zone, CancellationToken cancellation)
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"/g/{guildId}/settings/clock");
        using var answer = await manager.SubmitAsync(page, "clock", [new("Zone", zone)]);
        if (answer.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"the zone {zone} was not taken: {answer.StatusCode}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            using var now = await manager.GetAsync(page);
            if (now.IsSuccessStatusCode && !(await now.Content.ReadAsStringAsync(patience.Token)).Contains("<progress", StringComparison.Ordinal)) return;
        }
    }
}
