using System.Text;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Rest;
using CommunityIntel.DiscordEmulator.Tests.Gateway;
using CommunityIntel.DiscordEmulator.Tests.Hosting;
using CommunityIntel.DiscordEmulator.Tests.OAuth;

namespace CommunityIntel.DiscordEmulator.Tests.OpenApi;

/// <summary>What the client sends and what the local Discord answers, held against Discord's own OpenAPI document.</summary>
public sealed class OpenApiTests
{
    private const ulong Nobody = 4_000_000_000_000_000_004;
    private static readonly DiscordFile Png = new("card.png", new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "image/png", "A rank card");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_of_the_client_and_every_answer_fits()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        using var rest = new RecordedRest(emulator);
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        await ReadGuildAsync(emulator, rest.Client, guild.Id, user.Id);
        await ManageAsync(emulator, rest.Client, guild.Id, user.Id, channel.Id);
        await SendAsync(rest.Client, channel.Id, user.Id);
        await PageAsync(emulator, rest.Client, channel.Id, user.Id);
        await DefineCommandsAsync(rest.Client, emulator.Options.ClientId, guild.Id);
        await AnswerAsync(emulator, rest.Client, channel.Id, user.Id);
        rest.Calls.NotCalled().Should().BeEmpty("this test is the only check of what a call puts on the wire");
        rest.Problems.Should().BeEmpty();
        rest.Checked.Should().BeGreaterThan(40);
    }

    [Fact]
    public async Task Refusals_fit_as_well()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        using var rest = new RecordedRest(emulator);
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        var hidden = await emulator.Control.CreateChannelAsync(guild.Id, "hidden", hidden: true);
        var theirs = await emulator.Control.PostAsync(channel.Id, user.Id, "theirs");
        var above = await emulator.Control.CreateRoleAsync(guild.Id, "above", position: 50);
        var bot = await emulator.Control.CreateUserAsync("bot", bot: true);
        var text = new DiscordMessageBuilder { Content = "hi" };

        await Refused<NotFoundException>(10004, () => rest.Client.GetGuildAsync(Nobody, Ct));
        await Refused<NotFoundException>(10003, () => rest.Client.CreateMessageAsync(Nobody, text, Ct));
        await Refused<NotFoundException>(10007, () => rest.Client.GetMemberAsync(guild.Id, Nobody, Ct));
        await Refused<NotFoundException>(10008, () => rest.Client.DeleteMessageAsync(channel.Id, Nobody, Ct));
        await Refused<NotFoundException>(10011, () => rest.Client.GrantRoleAsync(guild.Id, user.Id, Nobody, null, Ct));
        await Refused<NotFoundException>(10013, () => rest.Client.CreateDmChannelAsync(Nobody, Ct));
        await Refused<NotFoundException>(10002, () => rest.Client.GetGlobalApplicationCommandsAsync(Nobody, Ct));
        await Refused<NotFoundException>(10062, () => rest.Client.CreateInteractionResponseAsync(Nobody, "token", new DiscordInteractionResponse.DeferredMessage(false), Ct));
        await Refused<NotFoundException>(10015, () => rest.Client.CreateFollowupMessageAsync(emulator.Options.ClientId, "token", text, Ct));
        await Refused<NotFoundException>(10015, () => rest.Client.EditOriginalInteractionResponseAsync(emulator.Options.ClientId, "token", text, Ct));
        await Refused<UnauthorizedException>(50001, () => rest.Client.CreateMessageAsync(hidden.Id, text, Ct));
        await Refused<UnauthorizedException>(50005, () => rest.Client.EditMessageAsync(channel.Id, theirs.Id, text, Ct));
        await Refused<UnauthorizedException>(50007, () => rest.Client.CreateDmChannelAsync(bot.Id, Ct));
        await Refused<UnauthorizedException>(50013, () => rest.Client.GrantRoleAsync(guild.Id, user.Id, above.Id, "too high", Ct));
        await Refused<BadRequestException>(50006, () => rest.Client.CreateMessageAsync(channel.Id, new DiscordMessageBuilder(), Ct));
        await Refused<BadRequestException>(50028, () => rest.Client.RevokeRoleAsync(guild.Id, user.Id, guild.Id, null, Ct));
        var tooLong = await Refused<BadRequestException>(50035, () => rest.Client.CreateMessageAsync(channel.Id, new DiscordMessageBuilder { Content = new string('x', 2001) }, Ct));
        tooLong.Errors!.Value.GetProperty("content").GetProperty("_errors")[0].GetProperty("code").GetString().Should().Be("BASE_TYPE_MAX_LENGTH");

        rest.Problems.Should().BeEmpty();
        rest.Checked.Should().Be(17);
    }

    [Fact]
    public async Task A_refused_token_and_a_rate_limit_fit_as_well()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync();
        using var rest = new RecordedRest(emulator);
        using var stranger = new RecordedRest(emulator, token: "wrong");
        await Refused<UnauthorizedException>(0, () => stranger.Client.GetCurrentUserAsync(Ct));
        await emulator.Control.FailRestAsync(new RestFault(1, 429, "user", RetryAfter: 0.01));
        await emulator.Control.FailRestAsync(new RestFault(1, 429, "global", RetryAfter: 0.01));
        (await rest.Client.GetCurrentUserAsync(Ct)).Id.Should().Be(emulator.Options.ClientId);
        stranger.Problems.Concat(rest.Problems).Should().BeEmpty();
        rest.Checked.Should().Be(3, "two rate limits came before the answer");
    }

    [Fact]
    public async Task What_a_logged_in_user_is_told_fits()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        using var rest = new RecordedRest(emulator);
        var (guild, user, _) = await emulator.SomeGuildAsync();
        using var login = new Login(emulator);
        var token = await login.TokenAsync(user.Id, "identify", "guilds");
        (await rest.Bearer.GetCurrentUserAsync(token.AccessToken, Ct)).Id.Should().Be(user.Id);
        (await rest.Bearer.GetCurrentUserGuildsAsync(token.AccessToken, Ct)).Should().ContainSingle(g => g.Id == guild.Id && g.MayManage);
        await FluentActions.Awaiting(() => rest.Bearer.GetCurrentUserAsync("ended", Ct)).Should().ThrowAsync<UnauthorizedException>();
        rest.Problems.Should().BeEmpty();
        rest.Checked.Should().Be(3);
    }

    [Fact]
    public async Task What_is_sold_fits_with_every_way_to_ask_for_it()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        using var rest = new RecordedRest(emulator);
        rest.Raw.DefaultRequestHeaders.Authorization = new("Bot", emulator.Options.Token);
        var (guild, user, _) = await emulator.SomeGuildAsync();
        var skus = await emulator.Control.SkusAsync();
        await emulator.Control.BuyAsync(guild.Id, skus[0].Id);
        await emulator.Control.BuyForUserAsync(user.Id, (await emulator.Control.CreateSkuAsync("Personal", forGuilds: false)).Id);
        var path = $"applications/{emulator.Options.ClientId}/entitlements";
        foreach (var query in (string[])["", $"?guild_id={guild.Id}&limit=1", $"?user_id={user.Id}&sku_ids={skus[0].Id},{skus[1].Id}", "?after=1&exclude_ended=true", $"?before={ulong.MaxValue >> 1}&exclude_deleted=false", "?limit=0"])
            await rest.Raw.GetAsync(new Uri(path + query, UriKind.Relative), Ct);
        using var test = new StringContent($$"""{"sku_id":"{{skus[1].Id}}","owner_id":"{{guild.Id}}","owner_type":1}""", Encoding.UTF8, "application/json");
        var made = System.Text.Json.JsonElement.Parse(await (await rest.Raw.PostAsync(new Uri(path, UriKind.Relative), test, Ct)).Content.ReadAsStringAsync(Ct));
        var one = new Uri($"{path}/{made.GetProperty("id").GetString()}", UriKind.Relative);
        await rest.Raw.GetAsync(one, Ct);
        (await rest.Raw.DeleteAsync(one, Ct)).StatusCode.Should().Be(System.Net.HttpStatusCode.NoContent);
        (await rest.Raw.DeleteAsync(one, Ct)).StatusCode.Should().Be(System.Net.HttpStatusCode.NotFound);
        rest.Problems.Where(p => !p.Contains("query:limit", StringComparison.Ordinal)).Should().BeEmpty();
        rest.Checked.Should().Be(10);
    }

    [Fact]
    public async Task A_broken_answer_is_found_where_it_is_broken()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, _, _) = await emulator.SomeGuildAsync();
        using var rest = new RecordedRest(emulator, spoil: answer =>
        {
            answer[0]!.AsObject().Remove("permissions");
            answer[1]!["position"] = "first";
        });
        try
        {
            await rest.Client.GetRolesAsync(guild.Id, Ct);
        }
        catch (ServerErrorException)
        {
            // The client minds too; what counts here is that the check does.
        }
        rest.Problems.Should().Contain(p => p.Contains("/0: lacks permissions", StringComparison.Ordinal))
            .And.Contain(p => p.Contains("/1/position", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_request_is_found_where_it_is_broken()
    {
        RecordedRest.RequireDocument();
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, _, channel) = await emulator.SomeGuildAsync();
        using var rest = new RecordedRest(emulator);
        using var content = new StringContent("""{"content":"hi","contents":"twice"}""", Encoding.UTF8, "application/json");
        using var answer = await rest.Raw.PostAsync(new Uri($"channels/{channel.Id}/messages?until=7", UriKind.Relative), content, Ct);
        rest.Problems.Should().Contain(p => p.Contains("/contents: is not a known property", StringComparison.Ordinal))
            .And.Contain(p => p.Contains("query:until", StringComparison.Ordinal));
    }

    private static async Task ReadGuildAsync(RunningEmulator emulator, IDiscordRest rest, ulong guildId, ulong userId)
    {
        var category = await emulator.Control.CreateChannelAsync(guildId, "Category", type: 4);
        foreach (var type in (int[])[0, 2, 5, 13, 15]) await emulator.Control.CreateChannelAsync(guildId, $"channel-{type}", type, category.Id);
        await emulator.Control.CreateChannelAsync(guildId, "secret", hidden: true);
        var member = await emulator.Control.CreateUserAsync("someone", "Someone é 🎲");
        await emulator.Control.JoinAsync(guildId, member.Id);
        await rest.GetGatewayInfoAsync(Ct);
        (await rest.GetCurrentUserAsync(Ct)).Id.Should().Be(emulator.Options.ClientId);
        (await rest.GetCurrentApplicationAsync(Ct)).Id.Should().Be(emulator.Options.ClientId);
        (await rest.GetGuildAsync(guildId, Ct)).Id.Should().Be(guildId);
        (await rest.GetChannelsAsync(guildId, Ct)).Should().HaveCount(7, "the bot may not see one of eight");
        (await rest.GetRolesAsync(guildId, Ct)).Should().HaveCountGreaterThan(1);
        (await rest.GetMemberAsync(guildId, userId, Ct)).User!.Id.Should().Be(userId);
        (await AllAsync(rest.ListMembersAsync(guildId, Ct))).Should().HaveCount(3);
        (await rest.GetInvitesAsync(guildId, Ct)).Should().ContainSingle();
        var bought = await emulator.Control.BuyAsync(guildId, (await emulator.Control.SkusAsync())[0].Id, endsAt: DateTimeOffset.UtcNow);
        (await rest.GetEntitlementsAsync(emulator.Options.ClientId, null, excludeEnded: false, Ct)).Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { bought.Id, bought.SkuId, bought.UserId, GuildId = guildId, Type = 8, Deleted = false, bought.EndsAt }, e => e.Using<DateTimeOffset>(c => c.Subject.Should().BeCloseTo(c.Expectation, TimeSpan.FromMilliseconds(1))).WhenTypeIs<DateTimeOffset>());
        (await rest.GetEntitlementsAsync(emulator.Options.ClientId, guildId, excludeEnded: true, Ct)).Should().BeEmpty();
    }

    private static async Task ManageAsync(RunningEmulator emulator, IDiscordRest rest, ulong guildId, ulong userId, ulong channelId)
    {
        var role = await emulator.Control.CreateRoleAsync(guildId, "level 5");
        var category = await emulator.Control.CreateChannelAsync(guildId, "Other", type: 4);
        await rest.GrantRoleAsync(guildId, userId, role.Id, "reached level 5, bravo à toi", Ct);
        await rest.RevokeRoleAsync(guildId, userId, role.Id, null, Ct);
        (await rest.ModifyMemberRolesAsync(guildId, userId, [role.Id], "roles of level 5", Ct)).Roles.Should().Equal(role.Id);
        (await rest.ModifyMemberRolesAsync(guildId, userId, [], null, Ct)).Roles.Should().BeEmpty();
        (await rest.ModifyChannelAsync(channelId, new ChannelEdit { Name = "members-42" }, "counter", Ct)).Name.Should().Be("members-42");
        await rest.ModifyChannelAsync(channelId, new ChannelEdit { Topic = "All sorts", ParentId = category.Id, Position = 3 }, null, Ct);
        var direct = await rest.CreateDmChannelAsync(userId, Ct);
        (await rest.CreateMessageAsync(direct.Id, new DiscordMessageBuilder { Content = "welcome" }, Ct)).ChannelId.Should().Be(direct.Id);
    }

    private static async Task SendAsync(IDiscordRest rest, ulong channelId, ulong userId)
    {
        var first = await rest.CreateMessageAsync(channelId, new DiscordMessageBuilder { Content = $"<@{userId}> hello", MentionableUsers = [userId] }, Ct);
        var rich = await rest.CreateMessageAsync(channelId, Rich(Png, first.Id), Ct);
        rich.Attachments.Should().ContainSingle().Which.Filename.Should().Be(Png.Name);
        await rest.EditMessageAsync(channelId, rich.Id, new DiscordMessageBuilder { Content = "plain", Embeds = [], Components = [] }, Ct);
        await rest.EditMessageAsync(channelId, first.Id, Rich(Png), Ct);
        await rest.DeleteMessageAsync(channelId, first.Id, Ct);
    }

    private static async Task PageAsync(RunningEmulator emulator, IDiscordRest rest, ulong channelId, ulong userId)
    {
        var first = await emulator.Control.PostAsync(channelId, userId, "0");
        for (var i = 1; i < 120; i++) await emulator.Control.PostAsync(channelId, userId, $"{i}", replyTo: i % 10 == 0 ? first.Id : null);
        (await AllAsync(rest.GetMessagesAfterAsync(channelId, first.Id, 500, Ct))).Select(m => m.Content).Should().Equal(Enumerable.Range(1, 119).Select(i => $"{i}"));
        (await rest.GetMessagePageAfterAsync(channelId, first.Id, 100, Ct)).Select(m => m.Content).Should().Equal(Enumerable.Range(1, 100).Select(i => $"{i}"));
        (await AllAsync(rest.GetMessagesBeforeAsync(channelId, ulong.MaxValue >> 1, 110, Ct))).Should().HaveCount(110);
    }

    private static async Task DefineCommandsAsync(IDiscordRest rest, ulong applicationId, ulong guildId)
    {
        (await rest.BulkOverwriteGlobalApplicationCommandsAsync(applicationId, [Rank, new() { Name = "Show rank", Type = 2 }], Ct)).Should().HaveCount(2);
        (await rest.GetGlobalApplicationCommandsAsync(applicationId, Ct)).Should().HaveCount(2);
        (await rest.BulkOverwriteGuildApplicationCommandsAsync(applicationId, guildId, [Rank], Ct)).Should().ContainSingle();
        (await rest.BulkOverwriteGuildApplicationCommandsAsync(applicationId, guildId, [], Ct)).Should().BeEmpty();
    }

    private static async Task AnswerAsync(RunningEmulator emulator, IDiscordRest rest, ulong channelId, ulong userId)
    {
        var application = emulator.Options.ClientId;
        await using var probe = await emulator.IdentifyAsync(intents: 1);
        async Task<(ulong Id, string Token)> RunAsync() =>
            (await emulator.Control.RunCommandAsync(channelId, userId, "rank"), (await probe.EventAsync("INTERACTION_CREATE")).GetProperty("token").GetString()!);
        async Task<(ulong Id, string Token)> PressAsync(ulong message) =>
            (await emulator.Control.UseComponentAsync(new NewComponentUse(channelId, userId, message, "v1:more")), (await probe.EventAsync("INTERACTION_CREATE")).GetProperty("token").GetString()!);

        var (id, token) = await RunAsync();
        await rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.DeferredMessage(IsEphemeral: true), Ct);
        await rest.EditOriginalInteractionResponseAsync(application, token, Rich(Png), Ct);
        await rest.CreateFollowupMessageAsync(application, token, new DiscordMessageBuilder { Content = "and more" }.AsEphemeral(), Ct);
        await rest.CreateFollowupMessageAsync(application, token, Rich(Png), Ct);
        (await emulator.Control.InteractionAsync(id)).Messages.Should().HaveCount(3);
        await rest.DeleteOriginalInteractionResponseAsync(application, token, Ct);

        (id, token) = await RunAsync();
        await rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.Message(Rich(Png)), Ct);
        var shown = (await emulator.Control.InteractionAsync(id)).Messages[0].Id;
        (id, token) = await PressAsync(shown);
        await rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.Update(new DiscordMessageBuilder { Content = "page 2", Embeds = [] }), Ct);
        (id, token) = await PressAsync(shown);
        await rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.DeferredUpdate(), Ct);
        await rest.EditOriginalInteractionResponseAsync(application, token, new DiscordMessageBuilder { Content = "page 3" }, Ct);
        (id, token) = await PressAsync(shown);
        await rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.Modal("v1:form", "Rename", [
            DiscordComponent.TextField("v1:name", "Name", value: "old"), DiscordComponent.TextField("v1:why", "Why", isParagraph: true, required: false)]), Ct);
        (id, token) = await RunAsync();
        await rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.DeferredMessage(IsEphemeral: false), Ct);
        (id, token) = await RunAsync();
        // Nobody types here, so suggestions are refused; what counts is their form.
        foreach (var choice in (DiscordApplicationCommandChoice[])[DiscordApplicationCommandChoice.Of("This week", "week"), DiscordApplicationCommandChoice.Of("Seven", 7)])
            await Refused<BadRequestException>(50035, () => rest.CreateInteractionResponseAsync(id, token, new DiscordInteractionResponse.Autocomplete([choice]), Ct));
    }

    private static DiscordApplicationCommand Rank => new()
    {
        Name = "rank",
        Type = 1,
        Description = "Shows a rank",
        NameLocalizations = new Dictionary<string, string> { ["fr"] = "rang" },
        DescriptionLocalizations = new Dictionary<string, string> { ["fr"] = "Affiche un rang" },
        DefaultMemberPermissions = Discord.DiscordPermissions.ManageGuild,
        Contexts = [0],
        IntegrationTypes = [0],
        Options =
        [
            new() { Type = 6, Name = "member", Description = "Whose", Required = true },
            new() { Type = 3, Name = "period", Description = "Since when", Choices = [DiscordApplicationCommandChoice.Of("This week", "week", new Dictionary<string, string> { ["fr"] = "Cette semaine" })] },
            new() { Type = 4, Name = "count", Description = "How many", MinValue = 1, MaxValue = 25 },
            new() { Type = 7, Name = "channel", Description = "Where", ChannelTypes = [DiscordChannelType.Text, DiscordChannelType.Voice] },
            new() { Type = 3, Name = "title", Description = "Typed", MinLength = 1, MaxLength = 40, Autocomplete = true },
        ],
    };

    /// <summary>A message with one of everything.</summary>
    private static DiscordMessageBuilder Rich(DiscordFile file, ulong? replyTo = null) => new()
    {
        Content = "Everything",
        ReplyTo = replyTo,
        Files = [file],
        Embeds =
        [
            new()
            {
                Title = "Rank",
                Description = "3rd of 40",
                Url = "https://example.com/rank",
                Timestamp = new DateTimeOffset(2026, 5, 20, 20, 0, 0, TimeSpan.Zero),
                Color = 0x5865F2,
                Footer = new("since May", "https://example.com/icon.png"),
                Image = new($"attachment://{file.Name}"),
                Thumbnail = new("https://example.com/small.png"),
                Author = new("Someone", "https://example.com", "https://example.com/face.png"),
                Fields = [new("Messages", "120", Inline: true), new("Voice", "3 h")],
            },
        ],
        Components =
        [
            DiscordComponent.ActionRow(
                DiscordComponent.Button("v1:more", "More", DiscordButtonStyle.Primary),
                DiscordComponent.Button("v1:no", "Not now", disabled: true),
                DiscordComponent.LinkButton(new Uri("https://example.com/dashboard"), "Dashboard")),
            DiscordComponent.ActionRow(DiscordComponent.StringSelect("v1:period", [new("Week", "week", "Seven days", true), new("Month", "month")], "Period")),
            DiscordComponent.ActionRow(DiscordComponent.PremiumButton(1_000_000_000_000_000_011)),
            DiscordComponent.ActionRow(DiscordComponent.RoleSelect("v1:role", "Role")),
            DiscordComponent.ActionRow(DiscordComponent.ChannelSelect("v1:channel", null, DiscordChannelType.Text)),
        ],
    };

    private static async Task<T> Refused<T>(int code, Func<Task> call) where T : DiscordRestException
    {
        var refusal = (await call.Should().ThrowAsync<T>()).Which;
        refusal.Code.Should().Be(code);
        return refusal;
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items) all.Add(item);
        return all;
    }
}
