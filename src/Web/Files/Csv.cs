using System.Globalization;
using System.Text;

namespace CommunityIntel.Web.Files;

/// <summary>What people download and open in a spreadsheet: CSV as RFC 4180 has it, in UTF-8.</summary>
public static class Csv
{
    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>A cell that no spreadsheet takes for a formula, quoted where CSV needs it.</summary>
    public static string Cell(string? text)
    {
        var cell = text ?? "";
        if (cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal))
            cell = "'" + cell;
        return cell.AsSpan().IndexOfAny("\",\r\n;") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Begins an answer that is saved under that name. With a byte order mark, by which spreadsheets know the encoding.</summary>
    public static StreamWriter Open(HttpContext http, string name)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return new(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }
}
