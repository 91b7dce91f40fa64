using System.Diagnostics.Metrics;
using System.Net;

namespace CommunityIntel.Web.Tests.Vitals;

public sealed class VitalsTests : IAsyncLifetime
{
    private const int MostAMinute = 40;

    private readonly ScriptedSite site = new(("Web:PagesPerMinute", "40"));

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("812", HttpStatusCode.NoContent)]
    [InlineData("60000", HttpStatusCode.NoContent)]
    [InlineData("60001", HttpStatusCode.BadRequest)]
    [InlineData("0", HttpStatusCode.BadRequest)]
    [InlineData("-5", HttpStatusCode.BadRequest)]
    [InlineData("8.5", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("100000000", HttpStatusCode.BadRequest)]
    [InlineData("{\"a\":1}", HttpStatusCode.BadRequest)]
    public async Task A_figure_is_a_whole_number_of_milliseconds_up_to_a_minute(string body, HttpStatusCode status)
    {
        using var visitor = site.Visitor();
        (await visitor.PostAsync("/vitals", new StringContent(body))).StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task A_figure_needs_no_cookie_and_leaves_none()
    {
        using var visitor = site.Visitor();
        (await visitor.PostAsync("/vitals", new StringContent("812"))).Headers.Contains("Set-Cookie").Should().BeFalse();
    }

    [Fact]
    public async Task One_address_may_only_send_so_many()
    {
        using var visitor = site.Visitor();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 3 * MostAMinute && !answers.Contains(HttpStatusCode.TooManyRequests); i++) answers.Add((await visitor.PostAsync("/vitals", new StringContent("812"))).StatusCode);
        answers.Count.Should().BeGreaterThan(MostAMinute);
        answers[^1].Should().Be(HttpStatusCode.TooManyRequests);
        (await visitor.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK, "pages are counted apart");
    }

    [Fact]
    public async Task A_browser_tells_when_it_showed_the_first_content()
    {
        var painted = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "first_contentful_paint_seconds") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => painted.TrySetResult(seconds));
        listener.Start();
        await using var window = await site.OpenAsync(ScriptedAccounts.Member, new Browser.Look());
        await window.Page.GotoAsync("/");
        (await painted.Task.WaitAsync(TestContext.Current.CancellationToken)).Should().BeInRange(0.001, 60);
        window.Complaints.Should().BeEmpty();
    }
}
