using System.Globalization;
using System.Text.Unicode;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Firehose;

/// <summary>
/// What a firehose says: guild, author, text and id of the n-th message, a pure function of request and start time.
/// A frame is 600 to 900 bytes of JSON.
/// </summary>
public sealed class FirehoseScript
{
    private const int MaxFrameBytes = 2048;
    private const uint NumbersPerMs = 4_000_000;
    private readonly FirehoseRequest request;
    private readonly double[] cumulative;
    private readonly double eventsPerMs;
    private readonly long startMs;

    public FirehoseScript(FirehoseRequest request, IReadOnlyList<Guild> guilds, long startMs)
    {
        (this.request, Guilds, this.startMs) = (request, guilds, startMs);
        eventsPerMs = request.Rate > 0 ? request.Rate / 1000 : 100;
        cumulative = new double[guilds.Count];
        var sum = 0.0;
        for (var i = 0; i < cumulative.Length; i++) cumulative[i] = sum += 1 / Math.Pow(i + 1, request.Zipf);
    }

    public IReadOnlyList<Guild> Guilds { get; }

    /// <summary>Index of the guild of the n-th message.</summary>
    public int GuildOf(int number)
    {
        var chance = Chance.Of(request.Seed, 11, number);
        var at = Array.BinarySearch(cumulative, chance.Share() * cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at, cumulative.Length - 1);
    }

    public ulong IdOf(int number) => Snowflake.FromMs(startMs + (long)(number / eventsPerMs), (uint)number % NumbersPerMs);

    /// <summary>Writes the whole gateway payload; returns its length.</summary>
    public int Write(int number, long sequence, Span<byte> target)
    {
        var chance = Chance.Of(request.Seed, 12, number);
        var guild = Guilds[GuildOf(number)];
        var user = chance.Below(request.UsersPerGuild);
        var author = Snowflake.FromMs(Snowflake.ToMs(guild.Id) + user + 1, 7);
        var id = IdOf(number);
        var words = Words.Sentence(guild.PreferredLocale, (uint)chance.Next());
        var text = chance.Hits(0.5) ? words + " " + Words.Sentence(guild.PreferredLocale, (uint)chance.Next()) : words;
        if (!Utf8.TryWrite(target, CultureInfo.InvariantCulture, $$$"""
            {"t":"MESSAGE_CREATE","s":{{{sequence}}},"op":0,"d":{"type":0,"tts":false,"timestamp":"{{{Snowflake.ToTime(id).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}}}+00:00","pinned":false,"nonce":"{{{id}}}","mentions":[],"mention_roles":[],"mention_everyone":false,"member":{"roles":["{{{guild.Id + 5}}}"],"premium_since":null,"pending":false,"nick":null,"mute":false,"joined_at":"2024-03-01T10:00:00.000000+00:00","flags":0,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"id":"{{{id}}}","flags":0,"embeds":[],"edited_timestamp":null,"content":"{{{text}}}","components":[],"channel_type":0,"channel_id":"{{{guild.SystemChannelId!.Value}}}","author":{"username":"user_{{{user}}}","public_flags":0,"primary_guild":null,"id":"{{{author}}}","global_name":"User {{{user}}}","discriminator":"0","avatar_decoration_data":null,"avatar":null},"attachments":[],"guild_id":"{{{guild.Id}}}"}}
            """, out var length))
            throw new InvalidOperationException("A firehose frame is larger than its buffer.");
        return length;
    }

    public byte[] Json(int number, long sequence)
    {
        var buffer = new byte[MaxFrameBytes];
        return buffer[..Write(number, sequence, buffer)];
    }

    /// <summary>A guild with one channel and no member list, as the firehose needs it.</summary>
    public static Guild Found(int index, int generation, User owner)
    {
        // An odd step of milliseconds reaches every shard.
        var ms = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() + generation * 10_000_000L + index * 7L;
        var guild = new Guild(Snowflake.FromMs(ms), string.Create(CultureInfo.InvariantCulture, $"Firehose {index}"), owner.Id);
        guild.Roles[guild.Id] = new Role(guild.Id, "@everyone") { Permissions = Permissions.Everyone };
        var channel = new Channel(guild.Id + 1, ChannelType.Text, "general", guild);
        guild.Channels[channel.Id] = channel;
        guild.SystemChannelId = channel.Id;
        return guild;
    }
}
