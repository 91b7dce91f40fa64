using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.BotShard.Tests.Outbox;

/// <summary>The product's processes and the local Discord, and guilds in it whose members reach levels.</summary>
public sealed class PipelineWithWorker : IAsyncLifetime
{
    private HttpClient _rest = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Actor Manager { get; } = new(3, "manager", ActorSource.Dashboard);

    public PipelineProcesses Processes { get; private set; } = null!;

    public EmulatorControl Discord => Processes.Control;

    public async ValueTask InitializeAsync()
    {
        Processes = await PipelineProcesses.StartAsync([], null, Cancellation);
        Processes.WorkerSettings["BotShard__OutboxPollMs"] = "100";
        Processes.WorkerSettings["BotShard__OutboxLeaseSeconds"] = "5";
        await Processes.StartWorkerAsync(Cancellation);
        _rest = new HttpClient { BaseAddress = new Uri(Processes.DiscordAddress, "/api/v10/") };
        _rest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", "emulator-token");
    }

    /// <summary>A guild that the product has seen, its settings made, and its one channel. Roles are known before settings are saved.</summary>
    public async Task<(long Guild, ulong Channel)> GuildAsync(AnnouncementSettings message, Func<ulong, Task<IReadOnlyList<RewardRole>>>? roles = null)
    {
        var owner = await Discord.CreateUserAsync("owner");
        var guild = await Discord.CreateGuildAsync("Guild", owner.Id);
        var grain = Rewards((long)guild.Id);
        var wanted = roles is null ? [] : await roles(guild.Id);
        await Polling.UntilAsync(async () => (await grain.GetChoicesAsync()).Roles is { Count: > 0 } known && wanted.All(w => known.Any(k => k.Id == w.RoleId)), Cancellation);
        if (wanted.Count > 0) (await grain.SaveRewardsAsync(new RewardSettings(wanted), 0, Manager)).Should().BeOfType<SettingsSaved>();
        (await grain.SaveAnnouncementsAsync(message, 0, Manager)).Should().BeOfType<SettingsSaved>();
        return ((long)guild.Id, (await Discord.ChannelsAsync(guild.Id))[0].Id);
    }

    public IGuildRewardsGrain Rewards(long guildId) => Processes.Grains.GetGrain<IGuildRewardsGrain>(guildId);

    public async Task<IReadOnlyList<ulong>> RolesOfAsync(long guildId, ulong userId) => (await Discord.MembersAsync((ulong)guildId)).Single(m => m.User.Id == userId).Roles;

    /// <summary>The channel in which the bot writes to a user directly.</summary>
    public async Task<ulong> DirectChannelAsync(ulong userId)
    {
        using var answer = await _rest.PostAsJsonAsync(new Uri("users/@me/channels", UriKind.Relative), new { recipient_id = userId.ToString(CultureInfo.InvariantCulture) }, Cancellation);
        var channel = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return ulong.Parse(channel.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>A new member who writes their way to level 1, a message a minute until now.</summary>
    public async Task<ulong> ReachLevelOneAsync(long guildId, ulong channelId)
    {
        var user = await JoinAsync(guildId);
        await ReachLevelOneAsync(channelId, user);
        return user;
    }

    public async Task<ulong> JoinAsync(long guildId)
    {
        var user = await Discord.CreateUserAsync("climber");
        await Discord.JoinAsync((ulong)guildId, user.Id);
        return user.Id;
    }

    public async Task ReachLevelOneAsync(ulong channelId, ulong userId)
    {
        var messages = (int)(XpCurve.Mee6.TotalFor(1) / MessageXpRule.Default.Minimum) + 1;
        for (var i = messages; i > 0; i--) await Discord.PostAsync(channelId, userId, "hello", DateTimeOffset.UtcNow.AddMinutes(-i));
    }

    public Task<OpenActions> OpenAsync(long guildId) => Processes.Grains.GetGrain<IOutboxGrain>(0).GetOpenAsync(guildId);

    /// <summary>What the bot has written in a channel, as Discord shows it.</summary>
    public async Task<IReadOnlyList<string>> AnnouncementsAsync(ulong channelId)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"channels/{channelId}/messages?limit=100");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var answer = await _rest.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        // Whoever looks often shares the bot's own limits.
        while (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            answer.Dispose();
            await timer.WaitForNextTickAsync(Cancellation);
            answer = await _rest.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        }

        using var shown = answer.EnsureSuccessStatusCode();
        await using var body = await shown.Content.ReadAsStreamAsync(Cancellation);
        using var messages = await JsonDocument.ParseAsync(body, cancellationToken: Cancellation);
        return [.. messages.RootElement.EnumerateArray()
            .Where(m => m.GetProperty("author").TryGetProperty("bot", out var bot) && bot.GetBoolean())
            .Select(m => m.GetProperty("content").GetString()!)];
    }

    public Task<double> SentAsync() => Processes.WorkerMetricAsync("communityintel_botshard_outbox_sent", Cancellation);

    public async ValueTask DisposeAsync()
    {
        _rest.Dispose();
        await Processes.DisposeAsync();
    }
}
