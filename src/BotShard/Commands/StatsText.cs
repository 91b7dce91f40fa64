using System.Globalization;
using CommunityIntel.Discord.Entities;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Figures of a period in one language, as an embed shows them.</summary>
internal sealed class StatsText(CommandTexts texts, CultureInfo culture, StatsPeriod period)
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const int MostBars = 28;
    private const double Unchanged = .005;

    public string In(string key, params object[] arguments) => texts.In(culture, key, arguments);

    public string Count(double value) => value.ToString("N0", culture);

    public string Hours(double seconds) => In("card.hours", (seconds / 3600).ToString("N1", culture));

    public string Share(double part) => part.ToString("P0", culture);

    /// <summary>"1 Oct 2026 – 28 Oct 2026 · compared with the 28 days before".</summary>
    public string Heading()
    {
        var (first, last) = (Day(period.First), Day(period.Last));
        return period.IsComparable ? In("command.stats.comparedPeriod", first, last, Count(period.Days)) : In("command.stats.period", first, last);
    }

    public string Day(DateOnly date) => date.ToString(In("command.stats.day"), culture);

    /// <summary>A figure with the one before: "1,234" and below it "+12% · 1,102 before".</summary>
    /// <param name="before">Null when there is nothing to compare with.</param>
    public DiscordEmbedField Compared(string key, double now, double? before, Func<double, string> write) =>
        new(In(key), before is { } earlier && period.IsComparable ? $"**{write(now)}**\n{Change(now, earlier, write)}" : $"**{write(now)}**", Inline: true);

    /// <summary>The course of the period in at most 28 bars, a week or four weeks each where there are more days.</summary>
    public DiscordEmbedField Course(string key, IReadOnlyList<double> perDay, Func<double, string> write)
    {
        var days = period.Days <= MostBars ? 1 : period.Days / 13;
        var sums = perDay.Chunk(days).Select(chunk => chunk.Sum()).ToList();
        var most = Math.Max(sums.Max(), double.Epsilon);
        var bars = string.Concat(sums.Select(sum => Bars[(int)Math.Round(sum / most * (Bars.Length - 1))]));
        var legend = In(days switch { 1 => "command.stats.perDay", 7 => "command.stats.perWeek", _ => "command.stats.perMonth" }, write(sums.Min()), write(sums.Max()));
        return new(In(key), $"`{bars}`\n{legend}");
    }

    private string Change(double now, double before, Func<double, string> write)
    {
        if (before <= 0) return In("command.stats.before", write(before));
        var share = (now - before) / before;
        var change = Math.Abs(share) < Unchanged ? In("command.stats.same") : (share > 0 ? "+" : "−") + Share(Math.Abs(share));
        return $"{change} · {In("command.stats.before", write(before))}";
    }
}
