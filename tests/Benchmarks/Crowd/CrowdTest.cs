using System.Globalization;
using CommunityIntel.Benchmarks.Dashboard;
using CommunityIntel.Lab;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Lab.Web;

namespace CommunityIntel.Benchmarks.Crowd;

/// <summary>
/// The scaling guide's load test: so many people at once write, run commands and read their dashboards in so many guilds, on a silo, a worker and a web server as processes of
/// their own; held against the thresholds. Times are those of this machine, which carries the load as well.
/// </summary>
internal static class CrowdTest
{
    private const int MostPeople = 1_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(int guilds, IReadOnlyList<int> steps, int seconds, CancellationToken cancellation)
    {
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Webs = 1, Discord = new Dictionary<string, string?> { ["Emulator__RateLimits"] = "false" } }, cancellation);
        Console.Error.WriteLine($"{guilds} guilds, {steps.Max()} people");
        var people = await PeopleAsync(cluster, guilds, steps.Max());
        await cluster.StartAsync(MemberKind.Silo, cancellation);
        await cluster.ConnectAsync(cancellation);
        await cluster.StartAsync(MemberKind.Worker, cancellation);
        var web = cluster.Member(MemberKind.Web);
        foreach (var limit in (string[])["SignIns", "Pages"]) web.Settings[$"Web__{limit}PerMinute"] = "100000";
        await cluster.StartAsync(MemberKind.Web, cancellation);
        await UntilAnsweredAsync(cluster, people[0], cancellation);
        foreach (var (person, i) in people.Select((person, i) => (person, i)))
        {
            await person.SignInAsync(web.Address);
            if ((i + 1) % 50 == 0) Console.Error.WriteLine($"  {i + 1} have signed in");
        }

        var rows = new List<LoadStep>();
        foreach (var count in steps)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} at once, {seconds} s"));
            await using var browser = await DashboardBrowser.LaunchAsync(web.Address, people[0].Visitor, people[0].Page);
            // What is compiled and connected the first time is nobody's usual wait.
            await StepAsync(cluster, people.Take(count).ToList(), WarmUp, browser: null, cancellation);
            rows.Add(await StepAsync(cluster, people.Take(count).ToList(), TimeSpan.FromSeconds(seconds), browser, cancellation));
        }

        foreach (var person in people) person.Dispose();
        var report = LoadReport.Write(guilds, rows);
        Console.WriteLine(report.Text);
        var path = Path.Combine(Repository.Root, "artifacts", "load", "report.md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, report.Text, cancellation);
        Console.Error.WriteLine($"Also in {path}");
        return report.IsKept ? 0 : 1;
    }

    /// <summary>1 to 1,000 each, from the fewest; null = something else was written.</summary>
    public static IReadOnlyList<int>? Steps(string text)
    {
        var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostPeople ? number : 0).ToList();
        return numbers.Contains(0) ? null : [.. numbers.Distinct().Order()];
    }

    private static async Task<LoadStep> StepAsync(ProductCluster cluster, List<Person> people, TimeSpan length, DashboardBrowser? browser, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(length);
        var counts = new LoadCounts();
        var watch = DatabaseWatch.UntilAsync(cluster.Database, over.Token);
        var load = Task.WhenAll(people.Select((person, i) => person.LiveAsync(cluster.Control, counts, i, over.Token)));
        var paint = browser is null ? 0 : (await browser.LoadAsync(slow: false)).FirstContentfulPaintMs;
        await load;
        await counts.ReadAnswersAsync(cluster.Control, cancellation);
        return new LoadStep(people.Count, length, counts, paint, await watch);
    }

    // Everybody has a guild where they may see everything: their own while there are enough.
    private static async Task<List<Person>> PeopleAsync(ProductCluster cluster, int guilds, int most)
    {
        var people = new List<Person>();
        for (var i = 0; i < Math.Max(guilds, most); i++)
        {
            var user = (await cluster.Control.CreateUserAsync(string.Create(CultureInfo.InvariantCulture, $"person{i}"))).Id;
            if (i >= guilds)
            {
                var host = people[i % guilds];
                await cluster.Control.JoinAsync(host.Guild, user);
                people.Add(new Person(user, host.Guild, host.Channel, host.Owner));
                continue;
            }

            var guild = (await cluster.Control.CreateGuildAsync(string.Create(CultureInfo.InvariantCulture, $"Guild {i}"), user)).Id;
            people.Add(new Person(user, guild, (await cluster.Control.ChannelsAsync(guild))[0].Id, user));
        }

        return people;
    }

    // Commands are registered a moment after the worker is ready.
    private static async Task UntilAnsweredAsync(ProductCluster cluster, Person person, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await cluster.Control.RunCommandAsync(person.Channel, person.User, "help");
                return;
            }
            catch (HttpRequestException)
            {
                // Not registered yet.
            }
        }
    }
}
