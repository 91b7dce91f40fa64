using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Crowds;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Ledgers;
using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.DiscordEmulator.Rest;

namespace CommunityIntel.DiscordEmulator.Control;

/// <summary>The control API as methods: acts as the simulated users and breaks things on purpose.</summary>
/// <param name="http">A client whose base address is the server's.</param>
public sealed class EmulatorControl(HttpClient http) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new SnowflakeConverter() } };

    public EmulatorControl(Uri address) : this(new HttpClient { BaseAddress = address })
    {
    }

    public Task<List<GuildView>> GuildsAsync() => GetAsync<List<GuildView>>("guilds");

    public Task<GuildView> CreateGuildAsync(string name, ulong? ownerId = null, bool bot = true, string locale = "en-US", ulong? id = null) =>
        SendAsync<GuildView>(HttpMethod.Post, "guilds", new NewGuild(name, ownerId, locale, bot, id));

    public Task<List<ChannelView>> ChannelsAsync(ulong guildId) => GetAsync<List<ChannelView>>($"guilds/{guildId}/channels");

    public Task<ChannelView> CreateChannelAsync(ulong guildId, string name, int type = 0, ulong? parentId = null, bool hidden = false) =>
        SendAsync<ChannelView>(HttpMethod.Post, $"guilds/{guildId}/channels", new NewChannel(name, type, parentId, hidden));

    public Task<List<RoleView>> RolesAsync(ulong guildId) => GetAsync<List<RoleView>>($"guilds/{guildId}/roles");

    public Task<RoleView> CreateRoleAsync(ulong guildId, string name, ulong permissions = 0, int? position = null) =>
        SendAsync<RoleView>(HttpMethod.Post, $"guilds/{guildId}/roles", new NewRole(name, permissions, position));

    /// <summary>What is null stays as it is.</summary>
    public Task EditRoleAsync(ulong guildId, ulong roleId, string? name = null, ulong? permissions = null, int? position = null) =>
        SendAsync(HttpMethod.Patch, $"guilds/{guildId}/roles/{roleId}", new RoleEdit(name, permissions, position));

    public Task DeleteRoleAsync(ulong guildId, ulong roleId) => SendAsync(HttpMethod.Delete, $"guilds/{guildId}/roles/{roleId}");

    /// <summary>Whether the user takes direct messages.</summary>
    public Task CloseDirectAsync(ulong userId, bool closed = true) => SendAsync(HttpMethod.Put, $"users/{userId}/direct", new DirectSwitch(closed));

    public Task<List<MemberView>> MembersAsync(ulong guildId) => GetAsync<List<MemberView>>($"guilds/{guildId}/members");

    public Task<List<UserView>> UsersAsync() => GetAsync<List<UserView>>("users");

    public Task<UserView> CreateUserAsync(string name, string? displayName = null, bool bot = false, string locale = "en-US") =>
        SendAsync<UserView>(HttpMethod.Post, "users", new NewUser(name, displayName, bot, locale));

    /// <param name="invite">Code of the invite that is used; null = another way.</param>
    public Task JoinAsync(ulong guildId, ulong userId, DateTimeOffset? timestamp = null, string? invite = null) =>
        SendAsync(HttpMethod.Post, $"guilds/{guildId}/members", new NewMember(userId, timestamp, invite));

    /// <summary>Its code.</summary>
    public Task<string> CreateInviteAsync(ulong guildId, ulong userId, int maxUses = 0, int maxAgeSeconds = 0) =>
        SendAsync<string>(HttpMethod.Post, $"guilds/{guildId}/invites", new NewInvite(userId, maxUses, maxAgeSeconds));

    public Task WithdrawInviteAsync(ulong guildId, string code) => SendAsync(HttpMethod.Delete, $"guilds/{guildId}/invites/{code}");

    public Task LeaveAsync(ulong guildId, ulong userId, DateTimeOffset? timestamp = null) =>
        SendAsync(HttpMethod.Delete, $"guilds/{guildId}/members/{userId}{At(timestamp)}");

    public Task GiveRoleAsync(ulong guildId, ulong userId, ulong roleId) => SendAsync(HttpMethod.Put, $"guilds/{guildId}/members/{userId}/roles/{roleId}");

    public Task TakeRoleAsync(ulong guildId, ulong userId, ulong roleId) => SendAsync(HttpMethod.Delete, $"guilds/{guildId}/members/{userId}/roles/{roleId}");

    public Task VoiceAsync(ulong guildId, ulong userId, VoiceChange change) => SendAsync(HttpMethod.Put, $"guilds/{guildId}/voice/{userId}", change);

    public Task LeaveVoiceAsync(ulong guildId, ulong userId, DateTimeOffset? timestamp = null) =>
        SendAsync(HttpMethod.Delete, $"guilds/{guildId}/voice/{userId}{At(timestamp)}");

    public Task<MessageView> PostAsync(ulong channelId, ulong userId, string content, DateTimeOffset? timestamp = null, ulong? replyTo = null) =>
        SendAsync<MessageView>(HttpMethod.Post, $"channels/{channelId}/messages", new NewMessage(userId, content, timestamp, replyTo));

    public Task EditAsync(ulong channelId, ulong messageId, string content) =>
        SendAsync(HttpMethod.Patch, $"channels/{channelId}/messages/{messageId}", new MessageEdit(content));

    public Task DeleteAsync(ulong channelId, ulong messageId) => SendAsync(HttpMethod.Delete, $"channels/{channelId}/messages/{messageId}");

    /// <summary>Several at once, which is one event.</summary>
    public Task DeleteManyAsync(ulong channelId, params ulong[] messageIds) =>
        SendAsync(HttpMethod.Post, $"channels/{channelId}/messages/bulk-delete", new MessageIds(messageIds));

    /// <summary>With its threads.</summary>
    public Task DeleteChannelAsync(ulong channelId) => SendAsync(HttpMethod.Delete, $"channels/{channelId}");

    /// <summary>What roles and members may and may not in the channel, instead of what it has.</summary>
    public Task OverwriteAsync(ulong channelId, params Overwrite[] overwrites) =>
        SendAsync(HttpMethod.Put, $"channels/{channelId}/overwrites", new ChannelOverwrites(overwrites));

    /// <summary>Denies or allows VIEW_CHANNEL to everyone, which sends CHANNEL_UPDATE as a shell or in full.</summary>
    public Task HideChannelAsync(ulong channelId, bool hidden) => SendAsync(HttpMethod.Put, $"channels/{channelId}/visibility", new ChannelVisibility(hidden));

    public Task BeginOutageAsync(ulong guildId) => SendAsync(HttpMethod.Post, $"guilds/{guildId}/outage");

    public Task EndOutageAsync(ulong guildId) => SendAsync(HttpMethod.Delete, $"guilds/{guildId}/outage");

    public Task InstallBotAsync(ulong guildId) => SendAsync(HttpMethod.Post, $"guilds/{guildId}/bot");

    public Task RemoveBotAsync(ulong guildId) => SendAsync(HttpMethod.Delete, $"guilds/{guildId}/bot");

    /// <summary>Runs a slash command; returns the interaction's id.</summary>
    public async Task<ulong> RunCommandAsync(ulong channelId, ulong userId, string name, JsonElement? options = null) =>
        (await SendAsync<Created>(HttpMethod.Post, "interactions/commands", new NewCommandRun(channelId, userId, name, options))).Id;

    /// <summary>Presses a button or chooses in a select of a message.</summary>
    public async Task<ulong> UseComponentAsync(NewComponentUse use) => (await SendAsync<Created>(HttpMethod.Post, "interactions/components", use)).Id;

    public async Task<ulong> SubmitModalAsync(NewModalSubmit submit) => (await SendAsync<Created>(HttpMethod.Post, "interactions/modals", submit)).Id;

    public Task<InteractionView> InteractionAsync(ulong interactionId) => GetAsync<InteractionView>($"interactions/{interactionId}");

    public Task<List<SkuView>> SkusAsync() => GetAsync<List<SkuView>>("skus");

    public Task<SkuView> CreateSkuAsync(string name, bool forGuilds = true, ulong? id = null) => SendAsync<SkuView>(HttpMethod.Post, "skus", new NewSku(name, forGuilds, id));

    /// <summary>Newest first, deleted ones too.</summary>
    public Task<List<EntitlementView>> EntitlementsAsync() => GetAsync<List<EntitlementView>>("entitlements");

    /// <summary>The guild's owner subscribes for it. <paramref name="tell"/> false: the event is lost.</summary>
    public Task<EntitlementView> BuyAsync(ulong guildId, ulong skuId, DateTimeOffset? endsAt = null, bool tell = true) =>
        SendAsync<EntitlementView>(HttpMethod.Post, "entitlements", new NewEntitlement(skuId, guildId, null, endsAt, tell));

    /// <summary>A user subscribes for themselves.</summary>
    public Task<EntitlementView> BuyForUserAsync(ulong userId, ulong skuId, bool tell = true) =>
        SendAsync<EntitlementView>(HttpMethod.Post, "entitlements", new NewEntitlement(skuId, null, userId, null, tell));

    /// <summary>A subscription that was cancelled ends at a time; null = it goes on after all.</summary>
    public Task<EntitlementView> EndAsync(ulong entitlementId, DateTimeOffset? endsAt, bool tell = true) =>
        SendAsync<EntitlementView>(HttpMethod.Patch, $"entitlements/{entitlementId}", new EntitlementEnd(endsAt, tell));

    public Task RefundAsync(ulong entitlementId, bool tell = true) => SendAsync(HttpMethod.Delete, $"entitlements/{entitlementId}?tell={(tell ? "true" : "false")}");

    public Task<List<SessionView>> SessionsAsync() => GetAsync<List<SessionView>>("sessions");

    /// <summary>Breaks one session, or <c>all</c>.</summary>
    public Task FaultAsync(string sessionId, SessionFault fault, int? code = null) => SendAsync(HttpMethod.Post, $"sessions/{sessionId}/faults", new FaultRequest(fault, code));

    public Task DispatchAsync(string name, JsonElement data, ulong? guildId = null) => SendAsync(HttpMethod.Post, "dispatches", new RawDispatch(name, data, guildId));

    public Task FailRestAsync(RestFault fault) => SendAsync(HttpMethod.Post, "rest-faults", fault);

    public Task<HistoryProgress> HistoryAsync() => GetAsync<HistoryProgress>("history");

    /// <summary>Waits until the history has been sent; somebody must be reading it.</summary>
    public Task<HistoryProgress> HistoryDoneAsync() => GetAsync<HistoryProgress>("history/done");

    public Task PauseSimulationAsync(bool paused) => SendAsync(HttpMethod.Put, "simulation", new SimulationSwitch(paused));

    public Task StartReplayAsync(ReplayRequest request) => SendAsync(HttpMethod.Post, "replays", request);

    public Task<ReplayProgress> ReplayAsync() => GetAsync<ReplayProgress>("replays");

    public Task FoundCrowdAsync(CrowdRequest request) => SendAsync(HttpMethod.Post, "crowd", request);

    /// <summary>Once it returns, nothing happens at the old rate any more.</summary>
    public Task<CrowdProgress> PaceCrowdAsync(double rate) => SendAsync<CrowdProgress>(HttpMethod.Put, "crowd/rate", new CrowdRate(rate));

    public Task<CrowdProgress> CrowdAsync() => GetAsync<CrowdProgress>("crowd");

    public Task<LedgerState> LedgerAsync() => GetAsync<LedgerState>("ledger");

    /// <summary>The entries from a byte of the ledger on, and the byte at which to go on.</summary>
    public async Task<(IReadOnlyList<LedgerEntry> Entries, long Next)> LedgerEntriesAsync(long from)
    {
        var bytes = await http.GetByteArrayAsync(new Uri($"control/ledger/entries?from={from}", UriKind.Relative));
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var entries = new List<LedgerEntry>();
        while (reader.BaseStream.Position < bytes.Length) entries.Add(LedgerEntry.Read(reader));
        return (entries, from + bytes.Length);
    }

    /// <summary>Founds the guilds of a firehose and encodes its frames; progress by <see cref="FirehoseAsync"/>.</summary>
    public Task PrepareFirehoseAsync(FirehoseRequest request) => SendAsync(HttpMethod.Post, "firehose", request);

    /// <summary>Founds guilds with the bot in which nobody speaks, a hundred thousand in some seconds.</summary>
    public Task FoundQuietGuildsAsync(int guilds) => SendAsync(HttpMethod.Post, "firehose/quiet-guilds", new QuietGuilds(guilds));

    public Task StartFirehoseAsync() => SendAsync(HttpMethod.Post, "firehose/start");

    public Task<FirehoseProgress> FirehoseAsync() => GetAsync<FirehoseProgress>("firehose");

    /// <summary>When frames went to the socket: unix µs by frame, 0 for not yet.</summary>
    public async Task<long[]> FirehoseTimesAsync(int run, int from, int to)
    {
        var bytes = await http.GetByteArrayAsync(new Uri($"control/firehose/times?run={run}&from={from}&to={to}", UriKind.Relative));
        var times = new long[bytes.Length / sizeof(long)];
        Buffer.BlockCopy(bytes, 0, times, 0, bytes.Length);
        return times;
    }

    private static string At(DateTimeOffset? timestamp) => timestamp is { } at ? "?timestamp=" + Uri.EscapeDataString(at.ToString("O", System.Globalization.CultureInfo.InvariantCulture)) : "";

    private async Task<T> GetAsync<T>(string path) => (await http.GetFromJsonAsync<T>("control/" + path, Json))!;

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null)
    {
        using var answer = await RequestAsync(method, path, body);
        return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
    }

    private async Task SendAsync(HttpMethod method, string path, object? body = null) => (await RequestAsync(method, path, body)).Dispose();

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, "control/" + path);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        var answer = await http.SendAsync(request);
        if (answer.IsSuccessStatusCode) return answer;
        var text = await answer.Content.ReadAsStringAsync();
        var status = answer.StatusCode;
        answer.Dispose();
        throw new HttpRequestException($"{method} control/{path}: {(int)status} {text}", null, status == 0 ? HttpStatusCode.InternalServerError : status);
    }

    public void Dispose() => http.Dispose();
}
