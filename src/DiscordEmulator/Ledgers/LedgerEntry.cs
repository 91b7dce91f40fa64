using System.Text;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Gateway;

namespace CommunityIntel.DiscordEmulator.Ledgers;

public enum LedgerKind : byte
{
    /// <summary>Something that changes no count; only its place in the order is kept.</summary>
    Other = 0,
    Message = 1,
    Voice = 2,
    Joined = 3,
    Left = 4,

    /// <summary>GUILD_CREATE: the guild as it is, who is in voice included.</summary>
    Available = 5,
    Gone = 6,
}

/// <summary>Who is in which voice channel.</summary>
public readonly record struct LedgerVoice(ulong UserId, ulong ChannelId, bool IsBot);

/// <summary>To which session a dispatch went, by its number in the ledger, and under which sequence.</summary>
public readonly record struct LedgerDelivery(int Session, long Sequence);

/// <summary>
/// One guild-scoped dispatch: what somebody needs to count it, and where it went. No delivery = nobody was there to get it.
/// <c>Id</c> is the message's; <c>At</c> is its <c>ts</c> in unix ms.
/// </summary>
public sealed record LedgerEntry(LedgerKind Kind, ulong GuildId, long At)
{
    public ulong Id { get; init; }
    public ulong UserId { get; init; }

    /// <summary>0 = left voice.</summary>
    public ulong ChannelId { get; init; }

    /// <summary>A bot, or the webhook of a message.</summary>
    public bool IsBot { get; init; }

    /// <summary>A message that no person wrote: a join notice and the like.</summary>
    public bool IsSystem { get; init; }

    /// <summary>The guild is away for a while; its bot was not removed.</summary>
    public bool IsOutage { get; init; }

    public long JoinedAt { get; init; }
    public int Members { get; init; }
    public string Locale { get; init; } = "";
    public IReadOnlyList<LedgerVoice> Voices { get; init; } = [];
    public IReadOnlyList<LedgerDelivery> Deliveries { get; init; } = [];

    /// <summary>Takes from an encoded event what is kept of it.</summary>
    public static LedgerEntry From(ulong guildId, DispatchName name, ReadOnlyMemory<byte> data, long at)
    {
        var kind = KindOf(name.Text);
        if (kind == LedgerKind.Other) return new LedgerEntry(kind, guildId, at);
        using var document = JsonDocument.Parse(data);
        var d = document.RootElement;
        return kind switch
        {
            LedgerKind.Message => Message(d, guildId, at),
            LedgerKind.Voice => new LedgerEntry(kind, guildId, at) { UserId = IdOf(d, "user_id"), ChannelId = IdOf(d, "channel_id"), IsBot = d.TryGetProperty("member", out var m) && m.ValueKind == JsonValueKind.Object && IsBotUser(m) },
            LedgerKind.Joined => new LedgerEntry(kind, guildId, at) { UserId = IdOf(d.GetProperty("user"), "id"), IsBot = IsBotUser(d), JoinedAt = d.GetProperty("joined_at").GetDateTimeOffset().ToUnixTimeMilliseconds() },
            LedgerKind.Left => new LedgerEntry(kind, guildId, at) { UserId = IdOf(d.GetProperty("user"), "id"), IsBot = IsBotUser(d) },
            LedgerKind.Gone => new LedgerEntry(kind, guildId, at) { IsOutage = d.TryGetProperty("unavailable", out var away) && away.ValueKind == JsonValueKind.True },
            _ => Available(d, guildId, at),
        };
    }

    private static LedgerKind KindOf(string name) => name switch
    {
        "MESSAGE_CREATE" => LedgerKind.Message,
        "VOICE_STATE_UPDATE" => LedgerKind.Voice,
        "GUILD_MEMBER_ADD" => LedgerKind.Joined,
        "GUILD_MEMBER_REMOVE" => LedgerKind.Left,
        "GUILD_CREATE" => LedgerKind.Available,
        "GUILD_DELETE" => LedgerKind.Gone,
        _ => LedgerKind.Other,
    };

    private static LedgerEntry Message(JsonElement d, ulong guildId, long at)
    {
        var type = d.TryGetProperty("type", out var t) ? t.GetInt32() : 0;
        var webhook = d.TryGetProperty("webhook_id", out _);
        // Default, reply, slash command, context menu (Discord API reference, Message Types).
        return new LedgerEntry(LedgerKind.Message, guildId, at)
        {
            Id = IdOf(d, "id"),
            ChannelId = IdOf(d, "channel_id"),
            UserId = IdOf(d.GetProperty("author"), "id"),
            IsBot = webhook || SaysBot(d.GetProperty("author")),
            IsSystem = !webhook && type is not (0 or 19 or 20 or 23),
        };
    }

    private static LedgerEntry Available(JsonElement d, ulong guildId, long at)
    {
        var bots = d.GetProperty("members").EnumerateArray().Where(m => IsBotUser(m)).Select(m => IdOf(m.GetProperty("user"), "id")).ToHashSet();
        return new LedgerEntry(LedgerKind.Available, guildId, at)
        {
            Members = d.GetProperty("member_count").GetInt32(),
            Locale = d.GetProperty("preferred_locale").GetString()!,
            Voices = [.. d.GetProperty("voice_states").EnumerateArray().Select(v => IdOf(v, "user_id") is var user ? new LedgerVoice(user, IdOf(v, "channel_id"), bots.Contains(user)) : default)],
        };
    }

    private static bool IsBotUser(JsonElement member) => SaysBot(member.GetProperty("user"));

    private static bool SaysBot(JsonElement user) => user.TryGetProperty("bot", out var bot) && bot.ValueKind == JsonValueKind.True;

    private static ulong IdOf(JsonElement d, string name) =>
        d.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.String ? ulong.Parse(id.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>The ledger's file format: fields in this order, little-endian.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write((byte)Kind);
        to.Write((byte)((IsBot ? 1 : 0) | (IsSystem ? 2 : 0) | (IsOutage ? 4 : 0)));
        to.Write(GuildId);
        to.Write(At);
        to.Write((byte)Deliveries.Count);
        foreach (var (session, sequence) in Deliveries)
        {
            to.Write(session);
            to.Write(sequence);
        }

        if (Kind == LedgerKind.Message) to.Write(Id);
        if (Kind is LedgerKind.Message or LedgerKind.Voice) to.Write(ChannelId);
        if (Kind is LedgerKind.Message or LedgerKind.Voice or LedgerKind.Joined or LedgerKind.Left) to.Write(UserId);
        if (Kind == LedgerKind.Joined) to.Write(JoinedAt);
        if (Kind == LedgerKind.Available) WriteAvailable(to);
    }

    /// <summary>Throws <see cref="EndOfStreamException"/> when the entry is not there in full.</summary>
    public static LedgerEntry Read(BinaryReader from)
    {
        var kind = (LedgerKind)from.ReadByte();
        var flags = from.ReadByte();
        var (guild, at) = (from.ReadUInt64(), from.ReadInt64());
        var deliveries = new LedgerDelivery[from.ReadByte()];
        for (var i = 0; i < deliveries.Length; i++) deliveries[i] = new LedgerDelivery(from.ReadInt32(), from.ReadInt64());
        var id = kind == LedgerKind.Message ? from.ReadUInt64() : 0;
        var channel = kind is LedgerKind.Message or LedgerKind.Voice ? from.ReadUInt64() : 0;
        var user = kind is LedgerKind.Message or LedgerKind.Voice or LedgerKind.Joined or LedgerKind.Left ? from.ReadUInt64() : 0;
        var entry = new LedgerEntry(kind, guild, at)
        {
            IsBot = (flags & 1) != 0, IsSystem = (flags & 2) != 0, IsOutage = (flags & 4) != 0,
            Id = id, ChannelId = channel, UserId = user, Deliveries = deliveries,
            JoinedAt = kind == LedgerKind.Joined ? from.ReadInt64() : 0,
        };
        return kind == LedgerKind.Available ? ReadAvailable(from, entry) : entry;
    }

    private void WriteAvailable(BinaryWriter to)
    {
        to.Write(Members);
        var locale = Encoding.UTF8.GetBytes(Locale);
        to.Write((byte)locale.Length);
        to.Write(locale);
        to.Write(Voices.Count);
        foreach (var voice in Voices)
        {
            to.Write(voice.UserId);
            to.Write(voice.ChannelId);
            to.Write(voice.IsBot);
        }
    }

    private static LedgerEntry ReadAvailable(BinaryReader from, LedgerEntry entry)
    {
        var members = from.ReadInt32();
        var locale = Encoding.UTF8.GetString(from.ReadBytes(from.ReadByte()));
        var voices = new LedgerVoice[from.ReadInt32()];
        for (var i = 0; i < voices.Length; i++) voices[i] = new LedgerVoice(from.ReadUInt64(), from.ReadUInt64(), from.ReadBoolean());
        return entry with { Members = members, Locale = locale, Voices = voices };
    }
}
