namespace CommunityIntel.Storage;

/// <summary>PostgreSQL's SQLSTATE codes that we tell apart.</summary>
internal static class SqlStates
{
    /// <summary>Ours: raised by <c>advance_watermarks</c>.</summary>
    public const string Fenced = "CI001";

    /// <summary>Ours: raised by <c>recount_days</c> when other days are next.</summary>
    public const string DoneBefore = "CI002";

    /// <summary>Class 22 data exception, 23 integrity violation: the data is wrong, not the moment.</summary>
    public static bool IsRefusal(string sqlState) =>
        sqlState.StartsWith("22", StringComparison.Ordinal) || sqlState.StartsWith("23", StringComparison.Ordinal);
}
