using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>
/// Founds the simulated communities: sizes by Zipf, channels, roles, people. A pure function of options and origin.
/// A few people are known in several guilds, so that a login shows different roles.
/// </summary>
public sealed class Founding(DiscordEmulatorOptions options, World world, long originMs)
{
    private const long DayMs = DayPlan.DayMs;

    /// <summary>What the bot asks for: view, send, embed, attach, history, threads, manage guild, manage roles, manage channels.</summary>
    public const ulong BotPermissions = 275_146_460_208;

    private static readonly string[] French = ["général", "annonces", "présentations", "entraide", "jeux", "musique", "photos", "cuisine", "hors-sujet"];
    private static readonly string[] English = ["general", "announcements", "introductions", "help", "games", "music", "photos", "food", "off-topic"];

    // Users number 0..3 appear in more than one guild.
    private readonly User[] cast =
    [
        Person(1, originMs, "camille", "Camille Moreau", "fr"), Person(2, originMs, "sam.reyes", "Sam Reyes", "en-US"),
        Person(3, originMs, "yuki", "由紀", "en-US"), Person(4, originMs, "nora", "Nora نور", "fr"),
    ];

    public List<Community> All() => [.. Enumerable.Range(0, options.Communities).Select(Found)];

    private Community Found(int index)
    {
        var chance = Chance.Of(options.Seed, index, -1);
        var size = Math.Max(8, options.LargestCommunity / (index + 1));
        var (name, locale) = Words.Guild(index);
        // Consecutive milliseconds spread the guilds over shards.
        var created = originMs / 1000 * 1000 - (400 + index * 37) * DayMs + index;
        var last = index == options.Communities - 1;
        var owner = index == 0 || last ? cast[0] : index == 1 ? cast[1] : Person(1000 * (index + 1), originMs, Words.UserName(ref chance, 1000 * (index + 1)), Words.DisplayName(ref chance), locale);
        var guild = new Guild(Snowflake.FromMs(created), name, owner.Id) { PreferredLocale = locale };
        var residents = People(index, size, owner, created, locale, ref chance);
        var (text, voice) = Rooms(guild, created, size, locale == "fr");
        Ranks(guild, created, locale == "fr", residents, index);
        Invites(guild, owner, residents);
        var community = new Community(index, guild, residents, text, voice);
        foreach (var channel in text) channel.Messages.Past = new PastMessages(community);
        world.Add(guild);
        foreach (var resident in residents) world.Users.TryAdd(resident.User.Id, resident.User);
        return community;
    }

    private List<Resident> People(int index, int size, User owner, long created, string locale, ref Chance chance)
    {
        var people = new List<Resident> { new(owner, created + 1000, long.MaxValue, 3) };
        foreach (var known in cast.Where((_, i) => index < 2 || (index == 2 && i == 0)))
            if (known != owner)
                people.Add(new Resident(known, created + DayMs, long.MaxValue, 2));
        var horizon = originMs + (options.HistoryDays + 60) * DayMs;
        while (people.Count < size)
        {
            var number = 1000 * (index + 1) + people.Count;
            var bot = people.Count is 5 or 6;
            // Most are there at the start, the others come during the history and the weeks after it.
            var joins = bot || chance.Hits(0.72)
                ? created + (long)(chance.Share() * (originMs - created - DayMs)) + DayMs / 2
                : originMs + (long)(chance.Share() * (horizon - originMs));
            var leaves = !bot && chance.Hits(0.13) ? Math.Max(joins, originMs) + DayMs / 4 + (long)(chance.Share() * (horizon - Math.Max(joins, originMs))) : long.MaxValue;
            var user = Person(number, originMs, Words.UserName(ref chance, number), Words.DisplayName(ref chance), locale, bot);
            people.Add(new Resident(user, joins, leaves, bot ? 2 : 10.0 / Math.Pow(1 + chance.Below(size), 0.9)));
        }
        return people;
    }

    // The owner's standing one, and those of the first people who came.
    private static void Invites(Guild guild, User owner, List<Resident> residents)
    {
        var standing = InviteList.Standing(guild, owner);
        guild.Invites[standing.Code] = standing;
        foreach (var resident in residents.Where(r => !r.User.Bot && r.User != owner).Take(3))
        {
            var own = new Invite($"{resident.User.Username.Replace('.', '-')}-{guild.Id % 1000}", standing.Channel, resident.User, DateTimeOffset.FromUnixTimeMilliseconds(resident.JoinMs + DayMs));
            guild.Invites[own.Code] = own;
        }
    }

    private static User Person(int number, long originMs, string name, string display, string locale, bool bot = false) =>
        new(Snowflake.FromMs(originMs - 900 * DayMs + number * 3_600_000L, (uint)number), name) { GlobalName = display, Locale = locale, Bot = bot };

    private static (List<Channel> Text, List<Channel> Voice) Rooms(Guild guild, long created, int size, bool french)
    {
        var next = 0u;
        Channel Make(int type, string name, ulong? parent = null, ulong? owner = null)
        {
            next++;
            var channel = new Channel(Snowflake.FromMs(created, next), type, name, guild) { Position = (int)next, ParentId = parent, OwnerId = owner };
            guild.Channels[channel.Id] = channel;
            return channel;
        }
        var names = french ? French : English;
        var talk = Make(ChannelType.Category, french ? "Discussions" : "Conversations");
        var text = new List<Channel>();
        for (var i = 0; i < Math.Clamp(3 + size / 60, 3, names.Length); i++)
            text.Add(Make(i == 1 ? ChannelType.Announcement : ChannelType.Text, names[i], talk.Id));
        guild.SystemChannelId = text[0].Id;
        text.Add(Make(ChannelType.PublicThread, french ? "soirée du vendredi" : "friday night", text[0].Id, guild.OwnerId));
        var forum = Make(ChannelType.Forum, french ? "idées" : "ideas", talk.Id);
        text.Add(Make(ChannelType.PublicThread, french ? "un bot de stats ?" : "a stats bot?", forum.Id, guild.OwnerId));
        var speak = Make(ChannelType.Category, french ? "Vocal" : "Voice");
        List<Channel> voice = [Make(ChannelType.Voice, french ? "Salon" : "Lounge", speak.Id), Make(ChannelType.Voice, french ? "Jeux" : "Gaming", speak.Id), Make(ChannelType.Voice, "AFK", speak.Id)];
        guild.AfkChannelId = voice[^1].Id;
        var staff = Make(ChannelType.Text, french ? "équipe" : "staff");
        staff.Overwrites.Add(new Overwrite(guild.Id, IsMember: false, Allow: 0, Deny: Permissions.ViewChannel));
        return (text, voice);
    }

    private void Ranks(Guild guild, long created, bool french, List<Resident> residents, int index)
    {
        Role Make(ulong id, string name, ulong permissions, int position, int color) =>
            guild.Roles[id] = new Role(id, name) { Permissions = permissions, Position = position, Color = color, Hoist = position > 1 };
        Make(guild.Id, "@everyone", Permissions.Everyone, 0, 0);
        var regular = Make(Snowflake.FromMs(created, 101), french ? "Habitué" : "Regular", 0, 1, 0x2E8B57);
        var moderator = Make(Snowflake.FromMs(created, 102), french ? "Modération" : "Moderator", Permissions.KickMembers | Permissions.ManageMessages | Permissions.ModerateMembers, 2, 0x3B6FB6);
        var manager = Make(Snowflake.FromMs(created, 103), french ? "Gestion" : "Manager", Permissions.ManageGuild | Permissions.ViewAuditLog | Permissions.ManageRoles, 3, 0xB5532A);
        var managers = index switch { 0 => [cast[2].Id], 1 => new[] { cast[0].Id }, _ => [residents[Math.Min(2, residents.Count - 1)].User.Id] };
        var started = originMs;
        for (var i = 0; i < residents.Count; i++)
        {
            var resident = residents[i];
            if (resident.JoinMs > started) continue;
            var member = new Member(resident.User, DateTimeOffset.FromUnixTimeMilliseconds(resident.JoinMs));
            if (managers.Contains(resident.User.Id)) member.Roles.Add(manager.Id);
            else if (i is 4 or 7) member.Roles.Add(moderator.Id);
            else if (resident.Weight > 1.2) member.Roles.Add(regular.Id);
            guild.Members[resident.User.Id] = member;
        }
        guild.PermissionsVersion++;
    }
}
