namespace CommunityIntel.Web.Layout;

/// <summary>Places in the document that a page may fill.</summary>
public static class Sections
{
    /// <summary>At the end of the body. Only pages with live numbers put the circuit's script there.</summary>
    public const string Scripts = "scripts";
}
