using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

public sealed partial class OverviewInABrowserTests(RunningProduct product)
{
    [Fact]
    public async Task Two_readers_keep_their_languages_while_the_same_numbers_tick()
    {
        await using var french = await product.OpenAsync("fr");
        await using var english = await product.OpenAsync("en");
        await french.GotoAsync(french.Guild);
        await english.GotoAsync(english.Guild);
        var before = await Strip(english).InnerTextAsync();

        await Assertions.Expect(Strip(english)).Not.ToHaveTextAsync(before, new() { Timeout = 60_000 });

        (await Strip(english).InnerTextAsync()).Should().Contain("in voice").And.NotContain("en vocal");
        (await Strip(french).InnerTextAsync()).Should().Contain("en vocal").And.NotContain("in voice");
    }

    [Fact]
    public async Task A_chart_can_be_read_with_the_keyboard_alone()
    {
        await using var window = await product.OpenAsync("en");
        await window.GotoAsync(window.Guild);
        var (plot, tip, spoken) = (window.Page.Locator(".chart.main .plot"), window.Page.Locator(".chart.main .tip"), window.Page.Locator(".chart.main output"));

        await plot.FocusAsync();
        await window.Page.Keyboard.PressAsync("End");
        var last = await spoken.TextContentAsync();
        await window.Page.Keyboard.PressAsync("ArrowLeft");
        var beforeLast = await spoken.TextContentAsync();
        await window.Page.Keyboard.PressAsync("Home");
        var first = await spoken.TextContentAsync();

        (await tip.IsVisibleAsync()).Should().BeTrue();
        new[] { last, beforeLast, first }.Should().OnlyHaveUniqueItems().And.OnlyContain(text => text!.Length > 8);
        await window.Page.Keyboard.PressAsync("Escape");
        (await tip.IsVisibleAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task The_first_tab_stop_skips_to_the_content()
    {
        await using var window = await product.OpenAsync("en");
        await window.GotoAsync(window.Guild);

        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Enter");

        (await window.Page.EvaluateAsync<string>("document.activeElement.id")).Should().Be("main");
    }

    [Fact]
    public async Task Single_keys_choose_the_period_and_the_page_and_can_be_switched_off()
    {
        await using var window = await product.OpenAsync("en");
        await window.GotoAsync(window.Guild);
        await window.Page.Keyboard.PressAsync("w");
        await window.Page.WaitForURLAsync("**?range=7");
        await window.Page.Keyboard.PressAsync("2");
        await window.Page.WaitForURLAsync("**/activity");

        await window.Page.GotoAsync("/me");
        await window.Page.Locator("input[name=shortcuts][value=off]").CheckAsync();
        await window.Page.Locator("form[action='/preferences/shortcuts'] button").ClickAsync();
        await window.GotoAsync(window.Guild);
        await window.Page.Keyboard.PressAsync("w");
        window.Page.Url.Should().EndWith(window.Guild);
    }

    [Fact]
    public async Task The_strip_drives_the_chart()
    {
        await using var window = await product.OpenAsync("en");
        await window.GotoAsync(window.Guild);

        await window.Page.Locator("a.kpi[href*='metric=voice']").ClickAsync();

        await Assertions.Expect(window.Page.Locator(".chart.main").Locator("xpath=..").Locator("h2")).ToHaveTextAsync("Voice hours per day");
        await window.Page.Locator(".chart.main .plot").HoverAsync();
        (await window.Page.Locator(".chart.main .tip").InnerTextAsync()).Should().Contain("h");
    }

    [Fact]
    public async Task The_first_load_is_light()
    {
        await using var window = await product.OpenAsync("fr");
        var page = await (await window.Page.GotoAsync(window.Guild))!.BodyAsync();
        var html = System.Text.Encoding.UTF8.GetString(page);

        Compressed(page).Should().BeLessThan(20 * 1024);
        (await WeightAsync(window, OwnStyles().Match(html).Groups[1].Value)).Should().BeLessThan(8 * 1024);
        var scripts = OwnScripts().Matches(html).Select(match => match.Groups[1].Value).Where(address => !address.Contains("blazor", StringComparison.Ordinal));
        var weight = 0;
        foreach (var script in scripts)
            weight += await WeightAsync(window, script);
        weight.Should().BeGreaterThan(0).And.BeLessThan(5 * 1024);
    }

    private static ILocator Strip(Window window) => window.Page.Locator(".live");

    private async Task<int> WeightAsync(Window window, string address)
    {
        var answer = await window.Page.APIRequest.GetAsync(new Uri(product.Address, address).AbsoluteUri);
        answer.Ok.Should().BeTrue(address);
        return Compressed(await answer.BodyAsync());
    }

    /// <summary>As it is published: brotli at its best for files.</summary>
    private static int Compressed(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(bytes);
        return (int)compressed.Length;
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex OwnStyles();

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex OwnScripts();
}
