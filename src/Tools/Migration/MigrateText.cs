using System.Globalization;
using CommunityIntel.Storage.MovingIn;

namespace CommunityIntel.Tools.Migration;

/// <summary>What is told of surveys and checks. Ids and keys only: no names, no text, no addresses.</summary>
internal static class MigrateText
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["missing_id"] = "an id is missing",
        ["malformed_id"] = "an id is none of Discord's",
        ["no_time"] = "no time",
        ["out_of_range"] = "time or figure out of range",
        ["no_start"] = "a stay without a start",
        ["no_end"] = "a stay without an end (taken over once it has one)",
        ["end_before_start"] = "a stay that ended before it began",
        ["no_xp"] = "XP that is no number",
        ["negative_xp"] = "negative XP",
    };

    public static void Write(TextWriter output, MoveSource source)
    {
        output.WriteLine($"{source.Table.Name} -> {source.Target}: {string.Join("; ", source.Mapping)}; read by {string.Join(", ", source.Key.Select(c => c.Name))}");
        foreach (var problem in source.Problems) output.WriteLine($"  CANNOT BE MAPPED: {problem}");
    }

    public static void Write(TextWriter output, MoveSurvey survey)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{survey.Table}: {survey.Rows:N0} rows, {survey.Unmappable.Sum(u => u.Rows):N0} cannot be taken over, {survey.Twice:N0} say the same as another"));
        foreach (var bad in survey.Unmappable)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {bad.Rows,12:N0}  {Reasons.GetValueOrDefault(bad.Reason, bad.Reason)}; e.g. key {string.Join(" | ", bad.Examples)}"));
    }

    public static void Write(TextWriter output, MoveCheckResult check)
    {
        output.WriteLine($"{"table",-15} {"month",-8} {"old",13} {"here",13}  sums");
        foreach (var target in check.Months.GroupBy(m => m.Target))
        {
            foreach (var month in target) output.WriteLine(Line(month));
            if (target.Count() > 1)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Key,-15} {"all",-8} {target.Sum(m => m.Old),13:N0} {target.Sum(m => m.New),13:N0}  {(target.All(m => m.IsEqual) ? "equal" : "see above")}"));
        }

        output.WriteLine(check.Counters.Wrong == 0
            ? string.Create(CultureInfo.InvariantCulture, $"counters: of {check.Counters.Guilds:N0} servers all agree with their rows")
            : string.Create(CultureInfo.InvariantCulture, $"counters: {check.Counters.Wrong:N0} of {check.Counters.Guilds:N0} servers DIFFER from their rows, e.g. {string.Join(", ", check.Counters.Examples)}"));
        output.WriteLine(check.IsGood ? "Everything that could be taken over is here." : "NOT EVERYTHING IS HERE AS IT WAS: see above.");
    }

    private static string Line(CheckedMonth m)
    {
        var sums = m.IsEqual ? "equal"
            : m.IsGood && m.PassedOver == 0 ? "every old row is here; the product has others of its own"
            : m.IsGood ? string.Create(CultureInfo.InvariantCulture, $"every old row is here but {m.PassedOver:N0} of people who are not to be counted, of servers being deleted, or whose time here is over")
            : string.Create(CultureInfo.InvariantCulture, $"{m.Missing:N0} MISSING, {m.Different:N0} DIFFERENT, {m.PassedOver:N0} passed over; e.g. {string.Join(" | ", m.Examples)}");
        return string.Create(CultureInfo.InvariantCulture, $"{m.Target,-15} {m.Month?.ToString("yyyy-MM", CultureInfo.InvariantCulture) ?? "-",-8} {m.Old,13:N0} {m.New,13:N0}  {sums}");
    }
}
