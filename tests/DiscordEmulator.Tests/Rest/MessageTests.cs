using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Rest;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Rest;

public sealed class MessageTests
{
    private static async Task<(RunningEmulator, ulong Channel, List<ulong> Ids)> WithMessagesAsync(int count)
    {
        var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        var (_, user, channel) = await emulator.SomeGuildAsync();
        var ids = new List<ulong>();
        for (var i = 0; i < count; i++) ids.Add((await emulator.Control.PostAsync(channel.Id, user.Id, $"{i}")).Id);
        return (emulator, channel.Id, ids);
    }

    private static async Task<List<string>> PageAsync(RunningEmulator emulator, ulong channel, string query) =>
        [.. (await emulator.CallAsync(HttpMethod.Get, $"channels/{channel}/messages?{query}")).Body.EnumerateArray().Select(m => m.GetProperty("content").GetString()!)];

    [Fact]
    public async Task Pages_are_newest_first_and_after_gives_the_closest()
    {
        var (emulator, channel, ids) = await WithMessagesAsync(10);
        await using var _ = emulator;
        (await PageAsync(emulator, channel, "limit=3")).Should().Equal("9", "8", "7");
        (await PageAsync(emulator, channel, $"limit=3&before={ids[7]}")).Should().Equal("6", "5", "4");
        (await PageAsync(emulator, channel, $"limit=3&after={ids[2]}")).Should().Equal("5", "4", "3");
        (await PageAsync(emulator, channel, $"limit=3&around={ids[5]}")).Should().Equal("6", "5", "4");
        (await PageAsync(emulator, channel, $"after={ids[9]}")).Should().BeEmpty();
        (await emulator.CallAsync(HttpMethod.Get, $"channels/{channel}/messages?limit=101")).Body.GetProperty("code").GetInt32().Should().Be(50035);
    }

    [Fact]
    public async Task A_nonce_is_used_once_when_enforced_and_comes_back_in_the_event()
    {
        var (emulator, channel, _) = await WithMessagesAsync(0);
        await using var __ = emulator;
        await using var probe = await emulator.IdentifyAsync();
        var body = new { content = "report", nonce = "n-1", enforce_nonce = true };
        var first = await emulator.CallAsync(HttpMethod.Post, $"channels/{channel}/messages", body);
        var second = await emulator.CallAsync(HttpMethod.Post, $"channels/{channel}/messages", body);
        second.Body.GetProperty("id").GetString().Should().Be(first.Body.GetProperty("id").GetString());
        (await probe.EventAsync("MESSAGE_CREATE")).GetProperty("nonce").GetString().Should().Be("n-1");
        (await PageAsync(emulator, channel, "limit=5")).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_there_once_when_it_is_sent_again()
    {
        var (emulator, channel, _) = await WithMessagesAsync(0);
        await using var __ = emulator;
        await emulator.Control.FailRestAsync(new RestFault(1, 502, Method: "POST", AfterEffect: true));
        await emulator.Control.FailRestAsync(new RestFault(1, 0, Method: "POST", AfterEffect: true));
        var body = new { content = "report", nonce = "n-1", enforce_nonce = true };

        (await emulator.CallAsync(HttpMethod.Post, $"channels/{channel}/messages", body)).Status.Should().Be(502);
        using var impatient = new HttpClient { BaseAddress = emulator.Rest.BaseAddress, Timeout = TimeSpan.FromMilliseconds(300) };
        impatient.DefaultRequestHeaders.Authorization = emulator.Rest.DefaultRequestHeaders.Authorization;
        await FluentActions.Awaiting(() => impatient.PostAsJsonAsync($"channels/{channel}/messages", body)).Should().ThrowAsync<TaskCanceledException>();
        (await emulator.CallAsync(HttpMethod.Post, $"channels/{channel}/messages", body)).Status.Should().Be(200);

        (await PageAsync(emulator, channel, "limit=5")).Should().Equal("report");
    }

    [Fact]
    public async Task Files_come_back_and_are_served()
    {
        var (emulator, channel, _) = await WithMessagesAsync(0);
        await using var __ = emulator;
        using var form = new MultipartFormDataContent();
        using var payload = new StringContent("""{"content":"chart","attachments":[{"id":0,"filename":"chart.png","description":"alt"}],"embeds":[{"image":{"url":"attachment://chart.png"}}]}""", Encoding.UTF8, "application/json");
        using var file = new ByteArrayContent([1, 2, 3]);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(payload, "payload_json");
        form.Add(file, "files[0]", "chart.png");
        using var answer = await emulator.Rest.PostAsync(new Uri($"channels/{channel}/messages", UriKind.Relative), form, TestContext.Current.CancellationToken);
        var message = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var attachment = message.GetProperty("attachments")[0];
        attachment.GetProperty("description").GetString().Should().Be("alt");
        message.GetProperty("embeds")[0].GetProperty("image").GetProperty("url").GetString().Should().Be(attachment.GetProperty("url").GetString());
        (await emulator.Rest.GetByteArrayAsync(new Uri(attachment.GetProperty("url").GetString()!), TestContext.Current.CancellationToken)).Should().Equal(1, 2, 3);
    }

    [Theory]
    [InlineData("{\"content\":\"\"}", 50006)]
    [InlineData("{\"content\":", 50109)]
    [InlineData("{\"embeds\":[{\"fields\":[{\"name\":\"a\"}]}]}", 50035)]
    public async Task A_bad_message_is_refused_with_its_code(string body, int code)
    {
        var (emulator, channel, _) = await WithMessagesAsync(0);
        await using var __ = emulator;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await emulator.Rest.PostAsync(new Uri($"channels/{channel}/messages", UriKind.Relative), content, TestContext.Current.CancellationToken);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("code").GetInt32().Should().Be(code);
    }

    [Fact]
    public async Task A_long_text_names_the_field_in_the_error_tree()
    {
        var (emulator, channel, _) = await WithMessagesAsync(0);
        await using var __ = emulator;
        var (_, body) = await emulator.CallAsync(HttpMethod.Post, $"channels/{channel}/messages", new { content = new string('x', 2001) });
        body.GetProperty("errors").GetProperty("content").GetProperty("_errors")[0].GetProperty("code").GetString().Should().Be("BASE_TYPE_MAX_LENGTH");
    }

    [Theory]
    [InlineData("channels/1/messages", 10003)]
    [InlineData("guilds/1", 10004)]
    [InlineData("users/1", 10013)]
    public async Task What_does_not_exist_has_a_code_of_its_own(string path, int code)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        (await emulator.CallAsync(HttpMethod.Get, path)).Body.GetProperty("code").GetInt32().Should().Be(code);
    }

    [Fact]
    public async Task A_wrong_token_is_401()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        emulator.Rest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", "wrong");
        var (status, body) = await emulator.CallAsync(HttpMethod.Get, "users/@me");
        status.Should().Be(401);
        body.GetRawText().Should().Be("""{"message":"401: Unauthorized","code":0}""");
    }

    [Fact]
    public async Task A_full_bucket_is_429_for_its_channel_only()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => o.Clock = clock);
        var (guild, _, channel) = await emulator.SomeGuildAsync();
        var other = await emulator.Control.CreateChannelAsync(guild.Id, "other");
        for (var i = 0; i < 5; i++) (await emulator.CallAsync(HttpMethod.Post, $"channels/{channel.Id}/messages", new { content = "x" })).Status.Should().Be(200);
        using var answer = await emulator.Rest.PostAsync(new Uri($"channels/{channel.Id}/messages", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Headers.GetValues("X-RateLimit-Scope").Should().Equal("user");
        answer.Headers.GetValues("X-RateLimit-Reset-After").Should().Equal("5.000");
        (await emulator.CallAsync(HttpMethod.Post, $"channels/{other.Id}/messages", new { content = "x" })).Status.Should().Be(200);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await emulator.CallAsync(HttpMethod.Post, $"channels/{channel.Id}/messages", new { content = "x" })).Status.Should().Be(200);
    }

    [Fact]
    public async Task More_than_50_requests_in_a_second_are_429_global()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.Clock = ManualClock.Some());
        for (var i = 0; i < 50; i++) await emulator.CallAsync(HttpMethod.Get, $"guilds/{i}");
        var (status, body) = await emulator.CallAsync(HttpMethod.Get, "guilds/51");
        status.Should().Be(429);
        body.GetProperty("global").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task A_third_rename_in_ten_minutes_is_429()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => o.Clock = clock);
        var (_, _, channel) = await emulator.SomeGuildAsync();
        for (var i = 0; i < 2; i++) (await emulator.CallAsync(HttpMethod.Patch, $"channels/{channel.Id}", new { name = "n" })).Status.Should().Be(200);
        clock.Advance(TimeSpan.FromMinutes(1));
        var (status, body) = await emulator.CallAsync(HttpMethod.Patch, $"channels/{channel.Id}", new { name = "n" });
        status.Should().Be(429);
        body.GetProperty("retry_after").GetDouble().Should().Be(540);
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(429, "shared")]
    [InlineData(429, "cloudflare")]
    public async Task Prepared_failures_come_once(int status, string? scope)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await emulator.Control.FailRestAsync(new RestFault(1, status, scope));
        using var answer = await emulator.Rest.GetAsync(new Uri("users/@me", UriKind.Relative), TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).Should().Be(status);
        (await emulator.CallAsync(HttpMethod.Get, "users/@me")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_role_below_the_bots_can_be_given_once_and_a_managed_one_never()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, _) = await emulator.SomeGuildAsync();
        var role = await emulator.Control.CreateRoleAsync(guild.Id, "Regular");
        var managed = (await emulator.Control.RolesAsync(guild.Id)).Single(r => r.Id != guild.Id && r.Id != role.Id);
        var high = await emulator.Control.CreateRoleAsync(guild.Id, "High", position: 50);
        await using var probe = await emulator.IdentifyAsync();
        for (var i = 0; i < 2; i++) (await emulator.CallAsync(HttpMethod.Put, $"guilds/{guild.Id}/members/{user.Id}/roles/{role.Id}")).Status.Should().Be(204);
        (await emulator.CallAsync(HttpMethod.Put, $"guilds/{guild.Id}/members/{user.Id}/roles/{managed.Id}")).Body.GetProperty("code").GetInt32().Should().Be(50028);
        (await emulator.CallAsync(HttpMethod.Put, $"guilds/{guild.Id}/members/{user.Id}/roles/{high.Id}")).Body.GetProperty("code").GetInt32().Should().Be(50013);
        (await emulator.CallAsync(HttpMethod.Delete, $"guilds/{guild.Id}/members/{user.Id}/roles/{role.Id}")).Status.Should().Be(204);
        (await probe.EventAsync("GUILD_MEMBER_UPDATE")).GetProperty("roles").GetArrayLength().Should().Be(1);
        (await probe.EventAsync("GUILD_MEMBER_UPDATE")).GetProperty("roles").GetArrayLength().Should().Be(0);
    }
}
