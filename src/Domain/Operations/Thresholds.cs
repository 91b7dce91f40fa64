namespace CommunityIntel.Domain.Operations;

/// <summary>How soon somebody has to look: at once, within an hour, within a day.</summary>
public enum Severity
{
    Critical = 1,
    Important = 2,
    Informative = 3,
}

/// <summary>
/// What the product promises of itself, and from where on somebody is told. The rules of the monitoring, the load test and the
/// operators' pages all mean these numbers. Shares are 0 to 1.
/// </summary>
/// <remarks>Scaling guide, "Métriques à surveiller" and "Alertes configurées".</remarks>
public static class Thresholds
{
    // Objectives.
    public const double Uptime = 0.995;
    public const double CommandSeconds = 2;
    public const double CommandErrorRate = 0.01;
    public const double MemoryShare = 0.8;
    public const double CpuShare = 0.7;
    public const double FirstPaintSeconds = 2;
    public const double PageErrorRate = 0.005;
    public const double SimpleQuerySeconds = 0.1;
    public const double ConnectionShare = 0.8;
    public const double ModelErrorRate = 0.05;
    public const double ModelSeconds = 5;

    // Alerts.
    public const double BotDownMinutes = 5;
    public const double CriticalErrorRate = 0.1;
    public const double CriticalSeconds = 10;
    public const double ImportantUptime = 0.99;

    /// <summary>Of any limit: traffic, size of the database, requests to language models.</summary>
    public const double LimitShare = 0.8;

    /// <summary>Growth of members in a week.</summary>
    public const double WeeklyGrowth = 0.2;
}
