using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Replay;

/// <summary>
/// The guild of a replay: one channel per room, one member per author, nobody a bot. Everything is moved by whole
/// weeks (which keeps weekday and hour) until the first message lies on or after 2015-01-05.
/// </summary>
public sealed class ReplayGuild
{
    private const long WeekMs = 7 * 86_400_000L;
    private const long DayMs = 86_400_000L;
    private static readonly long Earliest = new DateTimeOffset(2015, 1, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly Dictionary<string, Channel> channels = [];
    private readonly Dictionary<string, User> authors = [];
    private long lastMs;
    private uint inMs;

    private ReplayGuild(Guild guild, int shiftWeeks, int total) => (Guild, ShiftWeeks, Total) = (guild, shiftWeeks, total);

    public Guild Guild { get; }
    public int ShiftWeeks { get; }
    public int Total { get; }

    /// <summary>Reads the whole file once for rooms, authors and the number of messages.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="request">What to play.</param>
    /// <param name="owner">Owner and member of the guild.</param>
    /// <param name="number">Number of this replay, which keeps ids of several apart.</param>
    public static ReplayGuild From(IEnumerable<ReplayLine> lines, ReplayRequest request, User owner, int number)
    {
        ReplayGuild? replay = null;
        var total = 0;
        var guildMs = 0L;
        var shift = 0;
        Guild? guild = null;
        var rooms = new Dictionary<string, Channel>();
        var people = new Dictionary<string, User>();
        foreach (var line in lines.Take(request.Limit > 0 ? request.Limit : int.MaxValue))
        {
            var ms = line.Timestamp.ToUnixTimeMilliseconds();
            if (guild is null)
            {
                shift = (int)Math.Max(0, (Earliest - ms + WeekMs - 1) / WeekMs);
                guildMs = ms + shift * WeekMs - 3 * DayMs + number;
                guild = Found(guildMs, request.GuildName, owner);
            }
            total++;
            if (!rooms.ContainsKey(line.Channel)) rooms[line.Channel] = Room(guild, guildMs, line.Channel, rooms.Count + 1);
            if (people.ContainsKey(line.AuthorKey)) continue;
            var user = new User(Snowflake.FromMs(Snowflake.EpochMs + 3_600_000 + people.Count, (uint)number), line.Author.Length > 0 ? line.Author : "unknown");
            people[line.AuthorKey] = user;
            guild.Members[user.Id] = new Member(user, DateTimeOffset.FromUnixTimeMilliseconds(guildMs));
        }
        guild ??= Found(Earliest, request.GuildName, owner);
        replay = new ReplayGuild(guild, shift, total);
        foreach (var (name, room) in rooms) replay.channels[name] = room;
        foreach (var (key, user) in people) replay.authors[key] = user;
        return replay;
    }

    /// <summary>The Discord message of a line; ids count the messages of one millisecond.</summary>
    public Message Read(ReplayLine line)
    {
        var ms = line.Timestamp.ToUnixTimeMilliseconds() + ShiftWeeks * WeekMs;
        if (ms != lastMs) (lastMs, inMs) = (ms, 0);
        var text = line.Text.Length > 2000 ? Cut(line.Text) : line.Text;
        return new Message(Snowflake.FromMs(ms, inMs++), channels[line.Channel], authors[line.AuthorKey], text);
    }

    // Not in the middle of a surrogate pair.
    private static string Cut(string text) => char.IsHighSurrogate(text[1999]) ? text[..1999] : text[..2000];

    private static Guild Found(long ms, string name, User owner)
    {
        var guild = new Guild(Snowflake.FromMs(ms), name, owner.Id);
        guild.Roles[guild.Id] = new Role(guild.Id, "@everyone") { Permissions = Permissions.Everyone };
        guild.Members[owner.Id] = new Member(owner, DateTimeOffset.FromUnixTimeMilliseconds(ms));
        return guild;
    }

    private static Channel Room(Guild guild, long ms, string name, int number)
    {
        var channel = new Channel(Snowflake.FromMs(ms, (uint)number), ChannelType.Text, name, guild) { Position = number };
        guild.Channels[channel.Id] = channel;
        return channel;
    }
}
