using System.Net;
using System.Text;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Pictures of every page to look at, sheets that show them side by side, and those of the README. Run on request: <c>./dev pictures</c>.</summary>
public sealed class Gallery(RunningProduct product)
{
    private const int PagesOnASheet = 5;

    private static readonly string[] Languages = ["en", "fr"], Themes = ["light", "dark"];
    private static readonly int[] Widths = [1440, 390];

    [Fact(Explicit = true)]
    public async Task Every_page_in_every_look()
    {
        var taken = new Dictionary<int, List<(string Address, List<string> Pictures)>>();
        foreach (var width in Widths) taken[width] = [];
        foreach (var language in Languages)
        {
            await using var window = await product.OpenAsync(language);
            await using var visitor = await product.OpenAsync(language, signIn: false);
            foreach (var (seen, address) in window.Pages.Concat([$"{window.Guild}?range=91", $"{window.Guild}?range=7", $"{window.Guild}?metric=members"]).Select(page => (window, page)).Append((visitor, "/")))
            {
                await seen.GotoAsync(address);
                var name = seen == visitor ? "/visitor" : address;
                foreach (var width in Widths)
                    foreach (var theme in Themes)
                    {
                        await seen.LookAsync(theme, width);
                        var picture = seen.Picture("gallery", name);
                        await seen.Page.ScreenshotAsync(new() { Path = picture, FullPage = true });
                        if (taken[width].Find(page => page.Address == name) is not { Pictures: { } pictures })
                            taken[width].Add((name, pictures = []));
                        pictures.Add(picture);
                    }
            }
        }

        foreach (var (width, pages) in taken)
            foreach (var (part, number) in pages.Chunk(PagesOnASheet).Select((part, i) => (part, i + 1)))
                await LayOutAsync(width, number, part);
    }

    [Theory(Explicit = true)]
    [InlineData("overview.png", 1440), InlineData("overview-phone.png", 390)]
    public async Task The_pictures_of_the_README(string name, int width)
    {
        await using var window = await product.OpenAsync("en", "dark", width);
        await window.GotoAsync(window.Guild);
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Lab.Repository.Root, "docs", "screenshots", name) });
    }

    // A row for each page, a column for each look; what is below the beginning of a page is in its own picture.
    private async Task LayOutAsync(int width, int number, IReadOnlyList<(string Address, List<string> Pictures)> pages)
    {
        var html = new StringBuilder("<!DOCTYPE html><style>body{margin:12px;font:14px sans-serif;background:#888}section{display:grid;grid-template-columns:repeat(4,1fr);gap:8px;margin:0 0 16px}h2{grid-column:1/-1;margin:0;font-size:14px}figure{margin:0;overflow:hidden;aspect-ratio:" + (width > 500 ? "8/7" : "1/2") + "}img{width:100%}</style>");
        foreach (var (address, pictures) in pages)
        {
            html.Append("<section><h2>").Append(WebUtility.HtmlEncode(address)).Append("</h2>");
            foreach (var picture in pictures) html.Append("<figure><img src='data:image/png;base64,").Append(Convert.ToBase64String(await File.ReadAllBytesAsync(picture))).Append("'></figure>");
            html.Append("</section>");
        }

        await using var window = await product.OpenAsync(width: width > 500 ? 1800 : 1000, signIn: false);
        await window.Page.SetContentAsync(html.ToString());
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(SharedBrowser.Screenshots, "gallery", FormattableString.Invariant($"sheet-{width}-{number}.png")), FullPage = true });
    }
}
