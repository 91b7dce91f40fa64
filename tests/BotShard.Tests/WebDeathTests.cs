using CommunityIntel.Lab.Processes;

namespace CommunityIntel.BotShard.Tests;

/// <summary>A web server holds nothing that its next start would miss or trip over.</summary>
[Collection(Processes.OneAtATime), Trait(Processes.Part, Processes.Apart)]
public sealed class WebDeathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_web_server_that_was_killed_or_stopped_answers_again()
    {
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Workers = 0, Webs = 1 }, Cancellation);
        await cluster.StartAsync(MemberKind.Silo, Cancellation);
        await cluster.StartAsync(MemberKind.Web, Cancellation);
        var web = cluster.Member(MemberKind.Web);

        foreach (var end in (Func<CancellationToken, Task>[])[web.KillAsync, web.StopAsync])
        {
            await end(Cancellation);
            web.IsRunning.Should().BeFalse();
            web.Start();
            await web.UntilReadyAsync(ProductCluster.Patience, Cancellation);
            (await PageAsync(web)).Should().Contain("</html>");
        }

        (await cluster.Database.ScalarAsync<long>("SELECT count(*) FROM sign_in_keys", Cancellation)).Should().Be(1, "who was signed in by the first is known to the next");
    }

    private static async Task<string> PageAsync(ProductMember web)
    {
        using var http = new HttpClient { BaseAddress = web.Address };
        return await http.GetStringAsync(new Uri("/help", UriKind.Relative), Cancellation);
    }
}
