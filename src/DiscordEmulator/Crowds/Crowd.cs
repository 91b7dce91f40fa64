using System.Globalization;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Crowds;

/// <summary>One guild of a crowd and the people who are or may become its members.</summary>
internal sealed record CrowdGuild(Guild Guild, User[] People, User Bot, Channel[] Text, Channel[] Voice);

/// <summary>Founds the guilds of a crowd and does its n-th act. The caller holds <see cref="World.Gate"/>.</summary>
internal sealed class Crowd
{
    private const int Texts = 512;
    private static readonly string[] Languages = ["en-US", "fr"];
    private const int TextRooms = 3, VoiceRooms = 2;
    private readonly CrowdRequest _request;
    private readonly double[] _cumulative;
    private readonly string[][] _texts;

    public Crowd(CrowdRequest request, int generation)
    {
        _request = request;
        _texts = [.. Languages.Select(locale => Enumerable.Range(0, Texts).Select(i => Words.Sentence(locale, (uint)i)).ToArray())];
        Guilds = [.. Enumerable.Range(0, request.Guilds).Select(i => Found(i, generation))];
        _cumulative = new double[request.Guilds];
        var sum = 0.0;
        for (var i = 0; i < _cumulative.Length; i++) _cumulative[i] = sum += 1 / Math.Pow(i + 1, request.Zipf);
    }

    public IReadOnlyList<CrowdGuild> Guilds { get; }

    public void Act(long number, World world, Conversation conversation, Membership membership, CommunityIntel.DiscordEmulator.Guilds.VoiceRooms rooms)
    {
        var chance = Chance.Of(_request.Seed, 21, number);
        var at = Array.BinarySearch(_cumulative, chance.Share() * _cumulative[^1]);
        var crowd = Guilds[Math.Min(at < 0 ? ~at : at, Guilds.Count - 1)];
        var person = chance.Pick(crowd.People);
        var kind = chance.Share();
        var here = crowd.Guild.Members.ContainsKey(person.Id);
        if (kind < _request.MemberShare)
        {
            if (here) membership.Leave(crowd.Guild, person.Id);
            else membership.Join(crowd.Guild, person, world.Now);
        }
        else if (here && kind < _request.MemberShare + _request.VoiceShare)
        {
            var inVoice = crowd.Guild.VoiceStates.TryGetValue(person.Id, out var state);
            if (inVoice && chance.Hits(0.6)) rooms.Leave(crowd.Guild, person.Id);
            else if (inVoice) rooms.Enter(crowd.Guild, person.Id, crowd.Voice.First(c => c.Id != state!.ChannelId).Id);
            else rooms.Enter(crowd.Guild, person.Id, chance.Pick(crowd.Voice).Id);
        }
        else
        {
            // Who is no member says nothing; the guild's bot does.
            var author = here && chance.Hits(0.97) ? person : crowd.Bot;
            conversation.Post(chance.Pick(crowd.Text), author, chance.Pick(_texts[crowd.Guild.PreferredLocale == "fr" ? 1 : 0]));
        }
    }

    private CrowdGuild Found(int index, int generation)
    {
        // An odd step of milliseconds reaches every shard.
        var ms = new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() + (generation * 10_000_000L) + (index * 7L);
        User Person(int n, bool bot = false) => new(Snowflake.FromMs(ms + n + 1, 9), Text($"person_{index}_{n}")) { GlobalName = Text($"Person {n}"), Bot = bot };
        var people = Enumerable.Range(0, _request.UsersPerGuild).Select(n => Person(n)).ToArray();
        var other = Person(_request.UsersPerGuild, bot: true);
        var guild = new Guild(Snowflake.FromMs(ms), Text($"Crowd {index}"), people[0].Id) { PreferredLocale = index % 3 == 2 ? "fr" : "en-US" };
        guild.Roles[guild.Id] = new Role(guild.Id, "@everyone") { Permissions = Permissions.Everyone };
        var text = Rooms(guild, ChannelType.Text, "room", 1, TextRooms);
        var voice = Rooms(guild, ChannelType.Voice, "voice", 1 + TextRooms, VoiceRooms);
        guild.SystemChannelId = text[0].Id;
        var joined = DateTimeOffset.FromUnixTimeMilliseconds(ms + 1000);
        foreach (var person in people.Take(_request.UsersPerGuild * 2 / 3).Append(other)) guild.Members[person.Id] = new Member(person, joined);
        return new CrowdGuild(guild, people, other, text, voice);
    }

    private static Channel[] Rooms(Guild guild, int type, string name, int first, int count)
    {
        var rooms = Enumerable.Range(first, count).Select(n => new Channel(guild.Id + (ulong)n, type, Text($"{name}-{n}"), guild)).ToArray();
        foreach (var room in rooms) guild.Channels[room.Id] = room;
        return rooms;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
