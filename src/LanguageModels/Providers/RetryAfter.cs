using System.Globalization;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>The header Retry-After (RFC 9110, 10.2.3): seconds, which some endpoints give with a fraction, or an HTTP-date.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    /// <summary>0 to a day; null when it is absent or says nothing.</summary>
    public static TimeSpan? Read(string? header, DateTimeOffset now)
    {
        if (decimal.TryParse(header, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds))
            return seconds >= (decimal)Most.TotalSeconds ? Most : TimeSpan.FromSeconds((double)seconds);
        if (DateTimeOffset.TryParseExact(header, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at))
            return at <= now ? TimeSpan.Zero : at - now > Most ? Most : at - now;
        return null;
    }
}
