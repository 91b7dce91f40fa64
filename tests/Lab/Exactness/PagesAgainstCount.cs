using System.Globalization;
using CommunityIntel.Lab.Web;

namespace CommunityIntel.Lab.Exactness;

/// <summary>Every figure of messages and their authors on overview, activity and leaderboard, as the pages show it, against a count of the raw lines.</summary>
public sealed class PagesAgainstCount(Visitor visitor, ulong guildId, ChatCount count)
{
    private const int Leaders = 50;

    private readonly List<string> _different = [];

    /// <summary>How many figures were compared so far.</summary>
    public int Compared { get; private set; }

    /// <summary>What differs so far: what it is, what the page says, what it should.</summary>
    public IReadOnlyList<string> Different => _different;

    /// <param name="yesterday">The last whole day of the guild.</param>
    /// <param name="days">28, 91 or 364.</param>
    public async Task CompareAsync(DateOnly yesterday, int days)
    {
        var (first, range) = (yesterday.AddDays(1 - days), string.Create(CultureInfo.InvariantCulture, $"?range={days}"));
        var overview = await ReadAsync(range);
        var activity = await ReadAsync("/activity" + range);
        var kpis = RenderedPage.Kpis(overview);
        Equal($"{days} days, messages", [RenderedPage.Number(kpis["Messages"])], [count.Messages(first, yesterday)]);
        Equal($"{days} days, active members", [RenderedPage.Number(kpis["Active members"])], [count.Authors(first, yesterday)]);
        Equal($"{days} days, weekday × hour", RenderedPage.HeatMap(overview), count.ByHourOfWeek(first, yesterday));
        var (title, step) = days > 91 ? ("Messages per week", 7) : ("Messages per day", 1);
        foreach (var (name, page) in (ReadOnlySpan<(string, string)>)[("overview", overview), ("activity", activity)])
            Equal($"{days} days, {title} on {name}", RenderedPage.ChartTable(page, title).Take(days / step), count.PerDay(first, yesterday, step));
        Equal($"{days} days, hours of the day", RenderedPage.ChartTable(activity, "Messages by hour of the day").Reverse<long>(), count.ByHour(first, yesterday));
        var (seen, written) = (RenderedPage.Channels(activity), count.ByChannel(first, yesterday));
        var channels = seen.Keys.Union(written.Keys).Order(StringComparer.Ordinal).ToList();
        Equal($"{days} days, channels", channels.Select(c => seen.GetValueOrDefault(c)), channels.Select(c => written.GetValueOrDefault(c)));
        if (days <= 91)
        {
            var members = RenderedPage.ChartTable(await ReadAsync(range + "&metric=members"), "Active members per day");
            Equal($"{days} days, authors per day", members.Take(days), count.AuthorsPerDay(first, yesterday));
        }
    }

    /// <summary>The first page of the leaderboard by messages, of all times.</summary>
    public async Task CompareLeadersAsync() => Equal("leaderboard", RenderedPage.Messages(await ReadAsync("/leaderboard?board=messages")), count.Leaders(Leaders));

    private void Equal(string what, IEnumerable<long> seen, IEnumerable<long> counted)
    {
        var (page, file) = (seen.ToList(), counted.ToList());
        Compared += file.Count;
        if (page.SequenceEqual(file)) return;
        var at = page.Zip(file).TakeWhile(pair => pair.First == pair.Second).Count();
        _different.Add(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {page.Count} figures for {file.Count}, number {at + 1} is {page.ElementAtOrDefault(at)} and should be {file.ElementAtOrDefault(at)}"));
    }

    private async Task<string> ReadAsync(string page)
    {
        using var answer = await visitor.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/g/{guildId}{page}"));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }
}
