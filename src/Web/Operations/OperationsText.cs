using System.Globalization;
using CommunityIntel.Domain.Operations;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Operations;

/// <summary>Values of the deployment as people read them.</summary>
public static class OperationsText
{
    /// <summary>1.5 GB · 1,5 Go; thousands, as disks are sold.</summary>
    public static string Bytes(this IStringLocalizer<Texts> texts, double bytes) => bytes switch
    {
        >= 1e12 => texts["bytes.tb", Figures.Rounded(bytes / 1e12)],
        >= 1e9 => texts["bytes.gb", Figures.Rounded(bytes / 1e9)],
        _ => texts["bytes.mb", Figures.Rounded(bytes / 1e6)],
    };

    /// <summary>As few digits as tell it: 12 ms · 1.5 s.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 1 => $"{Figures.Exact(seconds * 1_000)} ms",
        _ => $"{Number(seconds)} s",
    };

    public static string Value(SignalKind kind, double value) => kind == SignalKind.Latency ? Seconds(value) : kind == SignalKind.Uptime ? Uptime(value) : Figures.Percent(value);

    /// <summary>Never rounded up to all of it.</summary>
    public static string Uptime(double share) => (Math.Floor(share * 10_000) / 10_000).ToString("P2", CultureInfo.CurrentCulture);

    /// <summary>An alert in words, with what was seen and the limit.</summary>
    public static string Told(this IStringLocalizer<Texts> texts, string name, double value, double threshold, string currency) =>
        texts[$"alert.{name}", Write(texts, name, value, currency), Write(texts, name, threshold, currency)];

    private static string Write(IStringLocalizer<Texts> texts, string name, double value, string currency) => name switch
    {
        "BotDown" => texts.Count("duration.minutes", (long)value),
        "CostsOverBudget" => Amounts.Brief((long)value, currency),
        "UptimeLow" => Uptime(value),
        _ when name.Contains("Latency", StringComparison.Ordinal) || name.Contains("Query", StringComparison.Ordinal) => Seconds(value),
        _ => Figures.Percent(value),
    };

    private static string Number(double value) => value.ToString("0.#", CultureInfo.CurrentCulture);
}
