namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Pictures of every page to look at, and those of the README. Run on request: <c>-explicit only -class *Gallery</c>.</summary>
public sealed class Gallery(RunningProduct product)
{
    private static readonly (string Language, string Theme)[] Looks = [("en", "dark"), ("fr", "light"), ("en", "light"), ("fr", "dark")];

    [Fact(Explicit = true)]
    public async Task Every_page_in_every_look()
    {
        foreach (var (language, theme) in Looks)
        {
            foreach (var width in new[] { 1440, 390 })
            {
                await using var window = await product.OpenAsync(language, theme, width);
                foreach (var address in window.Pages.Concat([$"{window.Guild}?range=91", $"{window.Guild}?range=7", $"{window.Guild}?metric=members"]))
                {
                    await window.GotoAsync(address);
                    await window.Page.ScreenshotAsync(new() { Path = window.Picture("gallery", address), FullPage = true });
                }
                await using var visitor = await product.OpenAsync(language, theme, width, signIn: false);
                await visitor.GotoAsync("/");
                await visitor.Page.ScreenshotAsync(new() { Path = visitor.Picture("gallery", "/visitor"), FullPage = true });
            }
        }
    }

    [Theory(Explicit = true)]
    [InlineData("overview.png", 1440), InlineData("overview-phone.png", 390)]
    public async Task The_pictures_of_the_README(string name, int width)
    {
        await using var window = await product.OpenAsync("en", "dark", width);
        await window.GotoAsync(window.Guild);
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Lab.Repository.Root, "docs", "screenshots", name) });
    }
}
