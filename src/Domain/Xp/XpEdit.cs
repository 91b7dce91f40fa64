using System.Globalization;
using System.Text.Json;

namespace CommunityIntel.Domain.Xp;

/// <summary>How somebody changes a member's XP by hand.</summary>
public enum XpEdit
{
    Give = 0,
    Take = 1,
    Set = 2,
    Reset = 3,
}

/// <summary>What a change by hand did. <c>AuditId</c> 0: there was nothing to change.</summary>
public sealed record XpEdited(long UserId, long Before, long After, long AuditId);

/// <summary>A member's XP in an audit entry: <c>{"xp":120}</c>.</summary>
public static class XpInAudit
{
    public static string Write(long xp) => string.Create(CultureInfo.InvariantCulture, $$"""{"xp":{{xp}}}""");

    /// <summary>Null when the text is not of that shape.</summary>
    public static long? Read(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("xp", out var xp) && xp.ValueKind == JsonValueKind.Number && xp.TryGetInt64(out var value) ? value : null;
    }
}
