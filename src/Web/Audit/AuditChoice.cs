using System.Globalization;
using CommunityIntel.GrainInterfaces.Audit;

namespace CommunityIntel.Web.Audit;

/// <summary>Which entries of the audit log a page shows, as its address says. What cannot be read is left out.</summary>
public sealed record AuditChoice(AuditAction? Action, long? Actor, long? Member, long? Before)
{
    public const int PageSize = 25;

    public AuditQuery Query => new(Before, PageSize, Action, Actor, Member);

    public bool IsFiltered => Action is not null || Actor is not null || Member is not null;

    public static AuditChoice Parse(string? action, string? actor, string? member, string? before) => new(
        Enum.TryParse<AuditAction>(action, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null, Id(actor), Id(member), Id(before));

    /// <summary>The end of an address that leads to this choice.</summary>
    public string Address(string path)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("action", Action is { } action ? Word(action) : null), ("actor", Text(Actor)), ("member", Text(Member)), ("before", Text(Before)),
        }.Where(part => part.Value is not null).Select(part => $"{part.Name}={part.Value}").ToList();
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    public static string Word(AuditAction action) => action.ToString().ToLowerInvariant();

    private static long? Id(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
