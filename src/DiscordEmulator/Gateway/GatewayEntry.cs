using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Ledgers;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>Identify and Resume: who gets in, and what they hear first.</summary>
public sealed class GatewayEntry(World world, SessionRegistry sessions, IdentifyLimit limit, GatewayAddress address, DiscordEmulatorOptions options, GatewayMetrics metrics, Ledger ledger)
{
    private const int MaxGuildsPerShard = 2500;

    public void Identify(GatewayConnection connection, JsonElement data)
    {
        if (Refusal(connection, data, out var shard, out var count, out var intents) is { } refused)
        {
            connection.Close(refused.Code, refused.Reason);
            return;
        }
        if (!limit.TryTake(shard))
        {
            InvalidSession(connection, resumable: false);
            return;
        }
        lock (world.Gate)
        {
            var guilds = world.Guilds.Values.Where(g => (int)((g.Id >> 22) % (ulong)count) == shard && world.HasBot(g)).ToList();
            if (guilds.Count > MaxGuildsPerShard)
            {
                connection.Close(CloseCode.ShardingRequired, "Sharding required.");
                return;
            }
            var session = sessions.Create(shard, count, intents);
            session.Append(new Dispatch(DispatchName.Ready, JsonText.Encode(json => Ready(json, session, guilds))));
            if (session.Wants(DispatchName.GuildCreate))
                foreach (var guild in guilds)
                {
                    var create = GuildCreate(guild, intents);
                    ledger.Sent(session, session.Append(create));
                    ledger.Published(guild.Id, create);
                }
            connection.Follow(session, afterSequence: 0, resumedSequence: 0);
        }
        metrics.Identified();
        sessions.SignalChange();
    }

    public void Resume(GatewayConnection connection, JsonElement data)
    {
        if (connection.Session is not null)
        {
            connection.Close(CloseCode.AlreadyAuthenticated, "Already authenticated.");
            return;
        }
        if (Text(data, "token") != options.Token)
        {
            connection.Close(CloseCode.AuthenticationFailed, "Authentication failed.");
            return;
        }
        lock (world.Gate)
        {
            if (sessions.Find(Text(data, "session_id") ?? "") is not { } session || !data.TryGetProperty("seq", out var field) || !field.TryGetInt64(out var sequence))
            {
                InvalidSession(connection, resumable: false);
                return;
            }
            if (sequence > session.LastSequence)
            {
                connection.Close(CloseCode.InvalidSequence, "Invalid seq.");
                return;
            }
            if (!session.CanResumeAfter(sequence))
            {
                sessions.Remove(session);
                InvalidSession(connection, resumable: false);
                return;
            }
            session.Append(new Dispatch(DispatchName.Resumed, """{"_trace":["emulator"]}"""u8.ToArray()));
            connection.Follow(session, sequence, session.LastSequence);
        }
        metrics.Resumed();
        sessions.SignalChange();
    }

    /// <summary>An event of now, or of <paramref name="timestamp"/> (unix ms) when it is back-dated.</summary>
    public Dispatch New(DispatchName name, byte[] data, long timestamp = 0) =>
        new(name, data, Stamp(timestamp));

    /// <summary>The <c>ts</c> of an event that happens now: 0 for none.</summary>
    public long Stamp(long timestamp) =>
        timestamp == 0 && options.StampDispatches ? options.Clock.GetUtcNow().ToUnixTimeMilliseconds() : timestamp;

    public static void InvalidSession(GatewayConnection connection, bool resumable) =>
        connection.Send(resumable ? """{"t":null,"s":null,"op":9,"d":true}"""u8 : """{"t":null,"s":null,"op":9,"d":false}"""u8);

    /// <summary>GUILD_CREATE for a session with these intents, or the outage form of it.</summary>
    public Dispatch GuildCreate(Guild guild, int intents)
    {
        if (guild.Unavailable)
            return New(DispatchName.GuildDelete, JsonText.Encode(json => Unavailable(json, guild.Id)));
        Func<Channel, bool>? visible = options.ObfuscateChannels ? world.BotCanView : null;
        return New(DispatchName.GuildCreate,
            JsonText.Encode(json => json.GuildCreate(guild, world.Bot.Id, (intents & Intent.GuildPresences) != 0, visible)));
    }

    private (int Code, string Reason)? Refusal(GatewayConnection connection, JsonElement data, out int shard, out int count, out int intents)
    {
        (shard, count, intents) = (0, 1, 0);
        if (connection.Session is not null) return (CloseCode.AlreadyAuthenticated, "Already authenticated.");
        if (data.ValueKind != JsonValueKind.Object) return (CloseCode.DecodeError, "Error while decoding payload.");
        if (Text(data, "token") != options.Token) return (CloseCode.AuthenticationFailed, "Authentication failed.");
        if (data.TryGetProperty("shard", out var pair) && pair.ValueKind == JsonValueKind.Array)
        {
            if (pair.GetArrayLength() != 2 || !pair[0].TryGetInt32(out shard) || !pair[1].TryGetInt32(out count) || count < 1 || shard < 0 || shard >= count)
                return (CloseCode.InvalidShard, "Invalid shard.");
        }
        if (!data.TryGetProperty("intents", out var bits) || !bits.TryGetInt32(out intents) || (intents & ~Intent.All) != 0)
            return (CloseCode.InvalidIntents, "Invalid intent(s).");
        var disallowed = (options.AllowMembersIntent ? 0 : Intent.GuildMembers)
            | (options.AllowContentIntent ? 0 : Intent.MessageContent)
            | (options.AllowPresencesIntent ? 0 : Intent.GuildPresences);
        return (intents & disallowed) != 0 ? (CloseCode.DisallowedIntents, "Disallowed intent(s).") : null;
    }

    private void Ready(Utf8JsonWriter json, GatewaySession session, List<Guild> guilds)
    {
        json.WriteStartObject();
        json.WriteNumber("v", 10);
        json.WriteStartObject("user_settings");
        json.WriteEndObject();
        json.WritePropertyName("user");
        json.WriteStartObject();
        json.UserFields(world.Bot);
        json.WriteBoolean("verified", true);
        json.WriteBoolean("mfa_enabled", false);
        json.WriteNull("email");
        json.WriteEndObject();
        json.WriteString("session_type", "normal");
        json.WriteString("session_id", session.Id);
        if (options.SendResumeUrl) json.WriteString("resume_gateway_url", address.Gateway);
        json.EmptyArray("relationships");
        json.EmptyArray("private_channels");
        json.EmptyArray("presences");
        json.Array("guilds", guilds, static (to, guild) => Unavailable(to, guild.Id));
        json.EmptyArray("guild_join_requests");
        json.EmptyArray("geo_ordered_rtc_regions");
        json.WriteStartArray("shard");
        json.WriteNumberValue(session.ShardId);
        json.WriteNumberValue(session.ShardCount);
        json.WriteEndArray();
        json.WriteStartObject("application");
        json.Id("id", options.ClientId);
        json.WriteNumber("flags", 565248);
        json.WriteString("flags_new", "565248");
        json.WriteEndObject();
        json.Array("_trace", ["emulator"], static (to, name) => to.WriteStringValue(name));
        json.WriteEndObject();
    }

    public static void Unavailable(Utf8JsonWriter json, ulong guildId)
    {
        json.WriteStartObject();
        json.Id("id", guildId);
        json.WriteBoolean("unavailable", true);
        json.WriteEndObject();
    }

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
