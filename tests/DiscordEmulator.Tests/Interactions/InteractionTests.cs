using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Tests.Gateway;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Interactions;

public sealed class InteractionTests
{
    private sealed record Asked(RunningEmulator Emulator, ManualClock Clock, GatewayProbe Probe, ulong Id, string Token, ulong Channel, ulong User) : IAsyncDisposable
    {
        public Task<(int Status, JsonElement Body)> AnswerAsync(object body, string query = "") =>
            Emulator.CallAsync(HttpMethod.Post, $"interactions/{Id}/{Token}/callback{query}", body);

        public Task<(int Status, JsonElement Body)> WebhookAsync(HttpMethod method, string rest = "", object? body = null) =>
            Emulator.CallAsync(method, $"webhooks/{Emulator.Options.ClientId}/{Token}{rest}", body);

        public async ValueTask DisposeAsync()
        {
            await Probe.DisposeAsync();
            await Emulator.DisposeAsync();
        }
    }

    private static async Task<Asked> AskAsync()
    {
        var clock = ManualClock.Some();
        var emulator = await RunningEmulator.StartAsync(o => (o.Clock, o.RateLimits) = (clock, false));
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await emulator.CallAsync(HttpMethod.Put, $"applications/{emulator.Options.ClientId}/commands", new[] { new { name = "rank", description = "Shows a rank" } });
        var probe = await emulator.IdentifyAsync(intents: 1);
        var id = await emulator.Control.RunCommandAsync(channel.Id, user.Id, "rank");
        var asked = await probe.EventAsync("INTERACTION_CREATE");
        asked.GetProperty("data").GetProperty("name").GetString().Should().Be("rank");
        asked.GetProperty("member").GetProperty("permissions").GetString().Should().NotBe("0");
        return new Asked(emulator, clock, probe, id, asked.GetProperty("token").GetString()!, channel.Id, user.Id);
    }

    [Fact]
    public async Task An_answer_is_a_message_and_a_second_first_answer_is_40060()
    {
        await using var asked = await AskAsync();
        var (status, body) = await asked.AnswerAsync(new { type = 4, data = new { content = "3rd" } }, "?with_response=true");
        status.Should().Be(200);
        body.GetProperty("resource").GetProperty("message").GetProperty("content").GetString().Should().Be("3rd");
        (await asked.AnswerAsync(new { type = 4, data = new { content = "again" } })).Body.GetProperty("code").GetInt32().Should().Be(40060);
        (await asked.WebhookAsync(HttpMethod.Get, "/messages/@original")).Body.GetProperty("content").GetString().Should().Be("3rd");
    }

    [Fact]
    public async Task After_three_seconds_the_interaction_is_unknown()
    {
        await using var asked = await AskAsync();
        asked.Clock.Advance(TimeSpan.FromSeconds(3.1));
        (await asked.AnswerAsync(new { type = 4, data = new { content = "late" } })).Body.GetProperty("code").GetInt32().Should().Be(10062);
    }

    [Fact]
    public async Task The_first_follow_up_fills_the_deferred_message()
    {
        await using var asked = await AskAsync();
        (await asked.AnswerAsync(new { type = 5, data = new { flags = 64 } })).Status.Should().Be(204);
        (await asked.Emulator.Control.InteractionAsync(asked.Id)).Loading.Should().BeTrue();
        await asked.WebhookAsync(HttpMethod.Post, body: new { content = "first" });
        await asked.WebhookAsync(HttpMethod.Post, body: new { content = "second" });
        await asked.WebhookAsync(HttpMethod.Patch, "/messages/@original", new { content = "edited" });
        var seen = await asked.Emulator.Control.InteractionAsync(asked.Id);
        seen.Messages.Select(m => m.Content).Should().Equal("edited", "second");
        seen.Messages[0].Flags.Should().Be(64, "the deferral fixed it");
        (await asked.WebhookAsync(HttpMethod.Delete, "/messages/@original")).Status.Should().Be(204);
        (await asked.WebhookAsync(HttpMethod.Get, "/messages/@original")).Body.GetProperty("code").GetInt32().Should().Be(10008);
    }

    [Fact]
    public async Task After_fifteen_minutes_the_token_is_invalid()
    {
        await using var asked = await AskAsync();
        await asked.AnswerAsync(new { type = 5 });
        asked.Clock.Advance(TimeSpan.FromMinutes(15.1));
        var (status, body) = await asked.WebhookAsync(HttpMethod.Patch, "/messages/@original", new { content = "late" });
        status.Should().Be(401);
        body.GetProperty("code").GetInt32().Should().Be(50027);
    }

    [Fact]
    public async Task A_button_updates_its_message()
    {
        await using var asked = await AskAsync();
        var row = new { type = 1, components = new[] { new { type = 2, style = 1, label = "More", custom_id = "v1:more" } } };
        var (_, sent) = await asked.Emulator.CallAsync(HttpMethod.Post, $"channels/{asked.Channel}/messages", new { content = "page 1", components = new[] { row } });
        var message = ulong.Parse(sent.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var id = await asked.Emulator.Control.UseComponentAsync(new NewComponentUse(asked.Channel, asked.User, message, "v1:more"));
        var pressed = await asked.Probe.EventAsync("INTERACTION_CREATE");
        pressed.GetProperty("message").GetProperty("id").GetString().Should().Be(sent.GetProperty("id").GetString());
        await asked.Emulator.CallAsync(HttpMethod.Post, $"interactions/{id}/{pressed.GetProperty("token").GetString()}/callback", new { type = 7, data = new { content = "page 2" } });
        (await asked.Emulator.CallAsync(HttpMethod.Get, $"channels/{asked.Channel}/messages/{message}")).Body.GetProperty("content").GetString().Should().Be("page 2");
    }

    [Fact]
    public async Task An_overwrite_keeps_the_ids_of_commands_that_stay()
    {
        await using var asked = await AskAsync();
        var path = $"applications/{asked.Emulator.Options.ClientId}/commands";
        var before = (await asked.Emulator.CallAsync(HttpMethod.Get, path)).Body[0].GetProperty("id").GetString();
        var (_, after) = await asked.Emulator.CallAsync(HttpMethod.Put, path, new[] { new { name = "rank", description = "New" }, new { name = "top", description = "Top" } });
        after.EnumerateArray().Select(c => c.GetProperty("name").GetString()).Should().Equal("rank", "top");
        after[0].GetProperty("id").GetString().Should().Be(before);
        (await asked.Emulator.CallAsync(HttpMethod.Put, path, new[] { new { name = "Bad Name", description = "x" } })).Body.GetProperty("code").GetInt32().Should().Be(50035);
    }
}
