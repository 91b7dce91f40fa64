using CommunityIntel.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Languages;

public static class Durations
{
    /// <summary>45 seconds · 58 minutes · 3 hours · 2 days, rounded to the largest unit that leaves at least two of them.</summary>
    public static string Duration(this IStringLocalizer<Texts> texts, TimeSpan length) => length switch
    {
        { TotalMinutes: < 2 } when length.TotalSeconds % 60 != 0 || length == TimeSpan.Zero => texts.Count("duration.seconds", (long)Math.Round(length.TotalSeconds)),
        { TotalHours: < 2 } when length.TotalMinutes % 60 != 0 || length.TotalMinutes < 60 => texts.Count("duration.minutes", (long)Math.Round(length.TotalMinutes)),
        { TotalDays: < 2 } when length.TotalHours % 24 != 0 || length.TotalHours < 24 => texts.Count("duration.hours", (long)Math.Round(length.TotalHours)),
        _ => texts.Count("duration.days", (long)Math.Round(length.TotalDays)),
    };
}
