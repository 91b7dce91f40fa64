namespace CommunityIntel.Web.Files;

/// <summary>What people download and open in a spreadsheet: CSV as RFC 4180 has it.</summary>
public static class Csv
{
    /// <summary>A line of cells as <see cref="Download"/> has them.</summary>
    public static string Line(IEnumerable<object?> cells) => string.Join(',', cells.Select(cell => cell is string text ? Text(text) : Download.Written(cell))) + "\r\n";

    /// <summary>A text that no spreadsheet takes for a formula, quoted where CSV needs it.</summary>
    public static string Text(string? text)
    {
        var cell = text ?? "";
        if (cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal))
            cell = "'" + cell;
        return cell.AsSpan().IndexOfAny("\",\r\n;") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
