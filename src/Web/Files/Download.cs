using System.Globalization;

namespace CommunityIntel.Web.Files;

/// <summary>
/// What a page shows, as a table for a file; rows are written as they are read. A cell is text, a whole number, a truth value, a local date, an instant, or
/// null. Ids are text: they are larger than what most readers of JSON take for a number.
/// </summary>
/// <param name="Name">Of the file, without its ending.</param>
public sealed record Download(string Name, IReadOnlyList<string> Columns, IAsyncEnumerable<object?[]> Rows)
{
    public Download(string name, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) : this(name, columns, rows.ToAsyncEnumerable())
    {
    }

    /// <summary>A cell as it is written, dates and instants (UTC) as ISO 8601 has them; null for nothing.</summary>
    public static string? Written(object? cell) => cell switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString(),
    };
}

/// <summary>Reads what a page of a guild shows, for the person who asks.</summary>
public interface IGuildDownload
{
    /// <summary>Null when the guild does not answer.</summary>
    Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation);
}

/// <summary>Rows that were promised cannot be read any more: the file must not look whole.</summary>
public sealed class DownloadCutShortException : Exception
{
    public DownloadCutShortException() : base("a guild stopped answering amid a download")
    {
    }

    public DownloadCutShortException(string message) : base(message)
    {
    }

    public DownloadCutShortException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
