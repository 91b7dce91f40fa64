using System.Globalization;
using CommunityIntel.Storage.MovingIn;

namespace CommunityIntel.Tools.Migration;

/// <summary>How far it is: one line that is drawn over on a terminal, elsewhere a line now and then.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal, TimeProvider time)
{
    private const int BarLength = 24;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private string _table = "";
    private long _began, _told, _seenBefore;

    public void Show(MoveStep step)
    {
        if (step.Table != _table) (_table, _began, _told, _seenBefore) = (step.Table, time.GetTimestamp(), time.GetTimestamp(), step.Seen);
        if (isTerminal)
        {
            output.Write($"\r\u001b[K{step.Table,-16} {Bar(step)} {Text(step)}{(step.IsEnd ? "\n" : "")}");
            output.Flush();
            return;
        }

        if (!step.IsEnd && step.Seen != _seenBefore && time.GetElapsedTime(_told) < Between) return;
        _told = time.GetTimestamp();
        output.WriteLine($"{step.Table}: {Text(step)}");
    }

    private static string Bar(MoveStep step)
    {
        var full = step.Expected == 0 ? BarLength : (int)Math.Min(BarLength, step.Seen * BarLength / step.Expected);
        return new string('█', full) + new string('░', BarLength - full);
    }

    private string Text(MoveStep step)
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        var pace = seconds > 0 ? (step.Seen - _seenBefore) / seconds : 0;
        var left = step.IsEnd || pace <= 0 ? "" : $", {Duration(TimeSpan.FromSeconds(Math.Max(0, step.Expected - step.Seen) / pace))} left";
        var share = step.IsEnd || step.Expected == 0 ? 100 : Math.Min(99, step.Seen * 100 / step.Expected);
        return string.Create(CultureInfo.InvariantCulture, $"{share} % of {Math.Max(step.Expected, step.Seen):N0} rows, {step.Moved:N0} new, {pace:N0} rows/s{left}");
    }

    public static string Duration(TimeSpan span) => span.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : span.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min") : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h");
}
