namespace CommunityIntel.Web.Tests.Browser;

/// <summary>How a reader sees the site: language <c>en</c> or <c>fr</c>, theme <c>light</c> or <c>dark</c>, width in CSS pixels.</summary>
public sealed record Look(string Language = "en", string Theme = "light", int Width = 1440)
{
    /// <summary>Every pair of language, theme and width at least once.</summary>
    public static TheoryData<string, string, int> All => new()
    {
        { "fr", "light", 1440 }, { "en", "dark", 1440 }, { "en", "light", 390 }, { "fr", "dark", 390 },
    };

    public override string ToString() => $"{Width}-{Language}-{Theme}";
}
