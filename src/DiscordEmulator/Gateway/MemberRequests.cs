using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>Request Guild Members (op 8): chunks of at most 1000; everybody at most once per guild in 30 s.</summary>
public sealed class MemberRequests(World world, DiscordEmulatorOptions options)
{
    private const int ChunkSize = 1000;
    private const int MaxByPrefix = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Dictionary<ulong, DateTimeOffset> everybody = [];

    public void Answer(GatewaySession session, JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !ulong.TryParse(Text(data, "guild_id"), out var guildId)) return;
        var nonce = Text(data, "nonce") is { Length: <= 32 } short_ ? short_ : null;
        lock (world.Gate)
        {
            if (!world.Guilds.TryGetValue(guildId, out var guild) || !world.HasBot(guild) || !session.Covers(guildId)) return;
            var missing = new List<ulong>();
            var found = Select(session, guild, data, nonce, missing);
            if (found is null) return;
            var chunks = found.Chunk(ChunkSize).DefaultIfEmpty([]).ToList();
            for (var i = 0; i < chunks.Count; i++)
            {
                var index = i;
                session.Append(new Dispatch(DispatchName.MembersChunk, JsonText.Encode(json => Chunk(json, guild, chunks[index], index, chunks.Count, missing, nonce))));
            }
        }
    }

    private List<Member>? Select(GatewaySession session, Guild guild, JsonElement data, string? nonce, List<ulong> missing)
    {
        if (data.TryGetProperty("user_ids", out var ids)) return ByIds(guild, ids, missing);
        var query = Text(data, "query") ?? "";
        var limit = data.TryGetProperty("limit", out var field) && field.TryGetInt32(out var number) ? number : 0;
        if (query.Length > 0)
            return [.. guild.Members.Values.Where(m => m.User.Username.StartsWith(query, StringComparison.OrdinalIgnoreCase)).Take(limit is > 0 and <= MaxByPrefix ? limit : MaxByPrefix)];
        if (limit == 0 && (session.Intents & Intent.GuildMembers) == 0) return null;
        var now = options.Clock.GetUtcNow();
        if (limit == 0 && everybody.TryGetValue(guild.Id, out var last) && now - last < Pause)
        {
            var wait = (Pause - (now - last)).TotalSeconds;
            session.Append(new Dispatch(DispatchName.RateLimited, JsonText.Encode(json => RateLimited(json, guild.Id, wait, nonce))));
            return null;
        }
        if (limit == 0) everybody[guild.Id] = now;
        return [.. limit == 0 ? guild.Members.Values : guild.Members.Values.Take(limit)];
    }

    private static List<Member> ByIds(Guild guild, JsonElement ids, List<ulong> missing)
    {
        var found = new List<Member>();
        IEnumerable<JsonElement> all = ids.ValueKind == JsonValueKind.Array ? ids.EnumerateArray() : [ids];
        foreach (var element in all.Take(100))
        {
            if (!ulong.TryParse(element.GetString(), out var id)) continue;
            if (guild.Members.TryGetValue(id, out var member)) found.Add(member);
            else missing.Add(id);
        }
        return found;
    }

    private static void Chunk(Utf8JsonWriter json, Guild guild, Member[] members, int index, int count, List<ulong> missing, string? nonce)
    {
        json.WriteStartObject();
        json.Id("guild_id", guild.Id);
        json.Array("members", members, static (to, member) => to.Member(member));
        json.WriteNumber("chunk_index", index);
        json.WriteNumber("chunk_count", count);
        if (missing.Count > 0) json.Array("not_found", missing, static (to, id) => to.WriteNumberValue(id));
        if (nonce is not null) json.WriteString("nonce", nonce);
        json.WriteEndObject();
    }

    private static void RateLimited(Utf8JsonWriter json, ulong guildId, double seconds, string? nonce)
    {
        json.WriteStartObject();
        json.WriteNumber("opcode", 8);
        json.WriteNumber("retry_after", seconds);
        json.WriteStartObject("meta");
        json.Id("guild_id", guildId);
        if (nonce is not null) json.WriteString("nonce", nonce);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
