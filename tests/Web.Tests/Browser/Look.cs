namespace CommunityIntel.Web.Tests.Browser;

/// <summary>How a reader sees the site: language <c>en</c> or <c>fr</c>, theme <c>light</c> or <c>dark</c>, width in CSS pixels.</summary>
public sealed record Look(string Language = "en", string Theme = "light", int Width = 1440)
{
    /// <summary>Every pair of language, theme and width at least once.</summary>
    public static IReadOnlyList<Look> Every { get; } = [new("fr", "light", 1440), new("en", "dark", 1440), new("en", "light", 390), new("fr", "dark", 390)];

    public static TheoryData<string, string, int> All
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (var (language, theme, width) in Every)
                all.Add(language, theme, width);
            return all;
        }
    }

    public override string ToString() => $"{Width}-{Language}-{Theme}";
}
