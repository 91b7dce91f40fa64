using System.Globalization;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Digests;

/// <summary>A digest's names and figures in the reader's language.</summary>
public static class DigestWords
{
    /// <summary>Week of Nov 16 · Fri, Nov 20</summary>
    public static string ShortName(this IStringLocalizer<Texts> texts, DigestAddress digest)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(digest);
        return digest.Span == DigestSpan.Week ? texts["digest.week", Dates.Axis(digest.FirstDay)] : Dates.Day(digest.FirstDay);
    }

    /// <summary>Week of November 16, 2026 · November 20, 2026</summary>
    public static string FullName(this IStringLocalizer<Texts> texts, DigestAddress digest)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(digest);
        return digest.Span == DigestSpan.Week ? texts["digest.week", Dates.Full(digest.FirstDay)] : Dates.Full(digest.FirstDay);
    }

    /// <summary>5 items · 1,204 messages · Picked without a language model · 0.0032 USD · Nov 23, 2026, 8:00 AM; what costs nothing names no cost.</summary>
    public static string Facts(this IStringLocalizer<Texts> texts, DigestEntry entry, string timeZone)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(entry);
        string?[] facts =
        [
            entry.Items > 0 ? texts.Count("digest.items", entry.Items) : null, texts.Count("messages", entry.Messages), texts[$"digest.maker.{Word(entry.Maker)}"],
            entry.CostMicros > 0 ? Money.Of(entry.CostMicros, entry.Currency) : null, Instants.At(entry.MadeAt, timeZone),
        ];
        return string.Join(" · ", facts.Where(fact => fact is not null));
    }

    /// <summary>3.2 s</summary>
    public static string Took(this IStringLocalizer<Texts> texts, int milliseconds)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts["digest.seconds", (milliseconds / 1000.0).ToString("#,0.0", CultureInfo.CurrentCulture)];
    }

    /// <summary>A value of an enum as it stands in the name of a text.</summary>
    public static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
