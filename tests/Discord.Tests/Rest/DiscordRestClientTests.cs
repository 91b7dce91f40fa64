using System.Net;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.Discord.Tests.Peers;
using CommunityIntel.Lab.OpenApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Discord.Tests.Rest;

public sealed class DiscordRestClientTests
{
    private const string Token = "s3cret-bot-token";
    private const string Message = """{"id":"10","channel_id":"5","author":{"id":"1","username":"bot"},"content":"","type":0}""";

    [Fact]
    public async Task Every_request_we_can_send_is_one_that_Discord_documents()
    {
        Assert.SkipUnless(SharedPayloads.Folder is not null, "shared/data/payloads is not here.");
        using var handler = new ScriptedHandler((request, _) => Answer(request));
        using var recorder = new OpenApiRecorder(OpenApiDocument.Load(SharedPayloads.OpenApiPath!), "/api/v10") { InnerHandler = handler };
        var rest = Client(recorder, TimeProvider.System);
        var ct = TestContext.Current.CancellationToken;
        var builder = new DiscordMessageBuilder
        {
            Content = "hello",
            ReplyTo = 9,
            MentionableUsers = [7],
            Embeds = [new DiscordEmbed
            {
                Title = "t", Color = 0xFF00FF, Timestamp = DateTimeOffset.UnixEpoch, Footer = new("f"), Image = new("attachment://a.png"),
                Author = new("a"), Fields = [new("n", "v", true)],
            }],
            Components = [
                DiscordComponent.ActionRow(DiscordComponent.Button("b", "B"), DiscordComponent.LinkButton(new Uri("https://example.com"), "L")),
                DiscordComponent.ActionRow(DiscordComponent.StringSelect("s", [new("l", "v", "d")], "p")),
                DiscordComponent.ActionRow(DiscordComponent.RoleSelect("r")),
                DiscordComponent.ActionRow(DiscordComponent.ChannelSelect("c", null, DiscordChannelType.Text))],
            Files = [new DiscordFile("a.png", new byte[] { 1, 2 }, "image/png", "alt")],
        };
        DiscordApplicationCommand[] commands = [new()
        {
            Name = "stats", Description = "d", NameLocalizations = new Dictionary<string, string> { ["fr"] = "stats" },
            DefaultMemberPermissions = DiscordPermissions.ManageGuild, Contexts = [0], IntegrationTypes = [0],
            Options = [
                new() { Type = 3, Name = "range", Description = "d", Choices = [DiscordApplicationCommandChoice.Of("week \"w\"", "w")] },
                new() { Type = 4, Name = "top", Description = "d", MinValue = 1, MaxValue = 25 }],
        }];

        await rest.GetGatewayInfoAsync(ct);
        await rest.GetCurrentUserAsync(ct);
        await rest.GetCurrentApplicationAsync(ct);
        await rest.GetGuildAsync(1, ct);
        await rest.GetChannelsAsync(1, ct);
        await rest.GetRolesAsync(1, ct);
        await rest.ListMembersAsync(1, ct).ToListAsync(ct);
        await rest.GetMemberAsync(1, 2, ct);
        await rest.GetMessagesBeforeAsync(5, 99, 30, ct).ToListAsync(ct);
        await rest.GetMessagesAfterAsync(5, 99, 300, ct).ToListAsync(ct);
        await rest.CreateMessageAsync(5, builder, ct);
        await rest.CreateMessageAsync(5, new DiscordMessageBuilder { Content = "plain" }, ct);
        await rest.EditMessageAsync(5, 10, new DiscordMessageBuilder { Content = "new", Embeds = [] }, ct);
        await rest.DeleteMessageAsync(5, 10, ct);
        await rest.GrantRoleAsync(1, 2, 3, "niveau 5 é", ct);
        await rest.RevokeRoleAsync(1, 2, 3, null, ct);
        await rest.ModifyMemberRolesAsync(1, 2, [3, 4], "why", ct);
        await rest.CreateDmChannelAsync(2, ct);
        await rest.ModifyChannelAsync(5, new ChannelEdit { Name = "Members: 5" }, null, ct);
        await rest.GetGlobalApplicationCommandsAsync(1, ct);
        await rest.BulkOverwriteGlobalApplicationCommandsAsync(1, commands, ct);
        await rest.BulkOverwriteGuildApplicationCommandsAsync(1, 2, commands, ct);
        builder.ReplyTo = null;
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.Message(builder.AsEphemeral()), ct);
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.DeferredMessage(true), ct);
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.DeferredMessage(false), ct);
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.DeferredUpdate(), ct);
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.Update(builder), ct);
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.Autocomplete([DiscordApplicationCommandChoice.Of("a", 5)]), ct);
        await rest.CreateInteractionResponseAsync(1, "tok", new DiscordInteractionResponse.Modal("m", "T", [DiscordComponent.TextField("f", "Label")]), ct);
        await rest.EditOriginalInteractionResponseAsync(1, "tok", builder, ct);
        await rest.DeleteOriginalInteractionResponseAsync(1, "tok", ct);
        await rest.CreateFollowupMessageAsync(1, "tok", builder, ct);
        await rest.GetInvitesAsync(1, ct);
        await rest.GetEntitlementsAsync(1, 2, true, ct);

        recorder.Problems.Where(p => !IsAnswer(p)).Should().BeEmpty();
        recorder.Checked.Should().Be(34);
        handler.Seen.Where(s => s.Request.Contains("/tok", StringComparison.Ordinal)).Should().OnlyContain(s => s.Authorization == null);
        handler.Seen.Where(s => !s.Request.Contains("/tok", StringComparison.Ordinal)).Should().OnlyContain(s => s.Authorization == $"Bot {Token}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_entitlements_are_read_in_whichever_order_Discord_lists_them(bool newestFirst)
    {
        using var handler = new ScriptedHandler((request, _) => ScriptedHandler.Json(EntitlementPage(request.RequestUri!.Query, 250, newestFirst)));
        var all = await Client(handler, TimeProvider.System).GetEntitlementsAsync(1, 2, false, TestContext.Current.CancellationToken);
        all.Select(e => e.Id).Should().BeEquivalentTo(Enumerable.Range(1, 250).Select(i => (ulong)i));
        handler.Seen.Should().HaveCount(4, "what follows a page that is not full is asked for too: some may have been left out of it")
            .And.OnlyContain(s => s.Request.Contains("guild_id=2", StringComparison.Ordinal) && s.Request.Contains("exclude_deleted=true", StringComparison.Ordinal));
    }

    private static string EntitlementPage(string query, int count, bool newestFirst)
    {
        var asked = System.Web.HttpUtility.ParseQueryString(query);
        var ids = Enumerable.Range(1, count).Where(i => !(i <= Bound("after", 0)) && i < Bound("before", int.MaxValue));
        if (newestFirst) ids = ids.Reverse();
        return $"[{string.Join(',', ids.Take(100).Select(i => $$"""{"id":"{{i}}","sku_id":"7"}"""))}]";

        int Bound(string name, int none) => int.TryParse(asked[name], System.Globalization.CultureInfo.InvariantCulture, out var bound) ? bound : none;
    }

    [Fact]
    public async Task A_message_keeps_its_nonce_when_it_is_sent_again()
    {
        var bodies = new List<string>();
        using var handler = new ScriptedHandler((request, count) =>
        {
            bodies.Add(request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult());
            return count == 1 ? throw new HttpRequestException("reset") : ScriptedHandler.Json(count == 2 ? "{}" : Message, count == 2 ? HttpStatusCode.BadGateway : HttpStatusCode.OK);
        });
        var time = new ManualTime();
        var sending = Client(handler, time).CreateMessageAsync(5, new DiscordMessageBuilder { Content = "x" }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++)
        {
            await time.WaitersAsync();
            time.Advance(TimeSpan.FromSeconds(5));
        }
        (await sending).Id.Should().Be(10);
        bodies.Should().HaveCount(3);
        bodies.Distinct().Should().ContainSingle().Which.Should().Contain("\"nonce\":\"").And.Contain("\"enforce_nonce\":true").And.Contain("\"parse\":[]");
    }

    [Fact]
    public async Task A_follow_up_is_not_sent_again_after_a_lost_answer()
    {
        using var handler = new ScriptedHandler((_, _) => throw new HttpRequestException("reset"));
        var sending = () => Client(handler, new ManualTime()).CreateFollowupMessageAsync(1, "tok", new DiscordMessageBuilder(), TestContext.Current.CancellationToken);
        await sending.Should().ThrowAsync<HttpRequestException>();
        handler.Seen.Should().ContainSingle();
    }

    [Fact]
    public async Task An_HTML_429_without_headers_is_waited_out()
    {
        using var handler = new ScriptedHandler((_, count) => count == 1
            ? new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("<html>error 1015</html>") }
            : ScriptedHandler.Json(Message));
        var time = new ManualTime();
        var sending = Client(handler, time).CreateMessageAsync(5, new DiscordMessageBuilder(), TestContext.Current.CancellationToken);
        await time.WaitersAsync();
        handler.Seen.Should().ContainSingle();
        time.Advance(TimeSpan.FromSeconds(10));
        (await sending).Id.Should().Be(10);
    }

    [Fact]
    public async Task A_refused_bot_token_stops_every_further_request()
    {
        using var handler = new ScriptedHandler((_, _) => ScriptedHandler.Json("""{"message":"401: Unauthorized","code":0}""", HttpStatusCode.Unauthorized));
        var rest = Client(handler, TimeProvider.System);
        var asking = () => rest.GetCurrentUserAsync(TestContext.Current.CancellationToken);
        (await asking.Should().ThrowAsync<UnauthorizedException>()).Which.Message.Should().NotContain(Token);
        await asking.Should().ThrowAsync<UnauthorizedException>();
        handler.Seen.Should().ContainSingle();
    }

    [Fact]
    public async Task A_refusal_tells_the_code_and_the_field_but_no_token()
    {
        using var handler = new ScriptedHandler((_, _) => ScriptedHandler.Json(
            """{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"m"}]}}}""", HttpStatusCode.BadRequest));
        var asking = () => Client(handler, TimeProvider.System).EditOriginalInteractionResponseAsync(
            1, "interaction-token", new DiscordMessageBuilder(), TestContext.Current.CancellationToken);
        var refusal = (await asking.Should().ThrowAsync<BadRequestException>()).Which;
        refusal.Code.Should().Be(50035);
        refusal.Errors!.Value.TryGetProperty("content", out _).Should().BeTrue();
        refusal.ToString().Should().NotContain("interaction-token");
    }

    [Fact]
    public async Task Messages_after_an_id_come_oldest_first_over_pages()
    {
        using var handler = new ScriptedHandler((request, _) =>
        {
            var after = int.Parse(request.RequestUri!.Query.Split("after=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
            var ids = Enumerable.Range(after + 1, Math.Max(0, Math.Min(100, 250 - after))).Reverse();
            return ScriptedHandler.Json($"[{string.Join(',', ids.Select(id => Message.Replace("\"10\"", $"\"{id}\"", StringComparison.Ordinal)))}]");
        });
        var ct = TestContext.Current.CancellationToken;
        var all = await Client(handler, TimeProvider.System).GetMessagesAfterAsync(5, 0, int.MaxValue, ct).Select(m => (int)m.Id).ToListAsync(ct);
        all.Should().Equal(Enumerable.Range(1, 250));
    }

    private static bool IsAnswer(string problem) => char.IsAsciiDigit(problem.Split(' ')[2][0]);

    private static DiscordRestClient Client(HttpMessageHandler handler, TimeProvider time) => new(
        new HttpClient(handler, disposeHandler: false) { BaseAddress = new Uri("https://discord.test/api/v10/") },
        new RestRateLimiter(time, NullLogger<RestRateLimiter>.Instance), new DiscordOptions { Token = Token }, time,
        NullLogger<DiscordRestClient>.Instance);

    /// <summary>The least that our client can read; not all that Discord would send.</summary>
    private static HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/callback", StringComparison.Ordinal) || path.Contains("/roles/", StringComparison.Ordinal) || request.Method == HttpMethod.Delete)
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        if (request.Method != HttpMethod.Post && request.Method != HttpMethod.Patch && path.Split('/')[^1] is "channels" or "roles" or "members" or "messages" or "commands" or "invites" or "entitlements")
            return ScriptedHandler.Json("[]");
        return ScriptedHandler.Json(path.EndsWith("gateway/bot", StringComparison.Ordinal)
            ? """{"url":"wss://g","shards":1,"session_start_limit":{"max_concurrency":1,"remaining":1,"reset_after":0,"total":1}}"""
            : Message);
    }
}
