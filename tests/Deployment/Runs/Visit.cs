using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Web;

namespace CommunityIntel.Deployment.Runs;

/// <summary>Somebody signs in through the local Discord, opens the largest server's overview, and sees its figures grow.</summary>
internal static partial class Visit
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<bool> RunAsync(Uri dashboard, Uri discord, TextWriter output, CancellationToken cancellation)
    {
        using var control = new EmulatorControl(discord);
        using var visitor = new Visitor(dashboard);
        var guild = (await control.GuildsAsync()).Where(g => g.Bot).MaxBy(g => g.Members)!;
        await visitor.SignInAsync(guild.OwnerId);
        output.WriteLine($"  signed in as the owner of {guild.Name}, {guild.Members} members");
        var page = $"/g/{guild.Id.ToString(CultureInfo.InvariantCulture)}";
        var before = await FiguresAsync(visitor, page);
        var channel = (await control.ChannelsAsync(guild.Id)).First(c => c.Type == 0);
        for (var n = 0; n < 5; n++) await control.PostAsync(channel.Id, guild.OwnerId, $"A message of the visit, number {n}");
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var after = await FiguresAsync(visitor, page);
            if (after != before)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the figures of {page} moved within {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, five more messages among them"));
                return true;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        output.WriteLine($"  the figures of {page} did not move");
        return false;
    }

    // All numbers that the page shows, whatever they stand for.
    private static async Task<string> FiguresAsync(Visitor visitor, string page)
    {
        using var answer = await visitor.GetAsync(page);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{page} answered {(int)answer.StatusCode}");
        var html = await answer.Content.ReadAsStringAsync();
        return string.Join(' ', Figure().Matches(html).Select(m => m.Groups[1].Value));
    }

    [GeneratedRegex(@">\s*([0-9][0-9,.]*)\s*<")]
    private static partial Regex Figure();
}
