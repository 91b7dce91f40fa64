namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>
/// Lays out one UTC day of a community: conversations with an evening and weekend rhythm, voice evenings, joins and
/// leaves. A pure function of seed, community and day; every event lies within the day.
/// </summary>
public static class DayPlan
{
    public const long DayMs = 86_400_000;
    private const long HourMs = 3_600_000;

    // Share of conversations by local hour.
    private static readonly double[] Hours =
        [1.5, .8, .4, .2, .1, .1, .3, .8, 1.4, 1.8, 2, 2.2, 2.8, 2.4, 2, 2.1, 2.4, 3.2, 4, 5, 6, 6.2, 5, 3];

    private static readonly double HoursTotal = Hours.Sum();

    // Sunday first, as DayOfWeek counts.
    private static readonly double[] Weekdays = [1.25, .82, .85, .9, .95, 1.1, 1.3];

    public static List<TimelineEvent> Of(Community community, int seed, long day, double messagesPerDay)
    {
        var chance = Chance.Of(seed, community.Index, day);
        var start = day * DayMs;
        var weekday = Weekdays[(int)((day + 4) % 7)];
        var drafts = new List<Draft>();
        Arrivals(community, start, drafts);
        var target = messagesPerDay * weekday * (0.75 + chance.Share() * 0.5);
        while (target > 0) target -= Conversation(community, ref chance, start, drafts);
        Voice(community, ref chance, start, weekday, drafts);
        return Arrange(drafts, start + DayMs);
    }

    private readonly record struct Draft(long Ms, uint Salt, int Resident, int ReplyTo, ushort Channel, Happening Kind);

    private static void Arrivals(Community community, long start, List<Draft> drafts)
    {
        for (var i = 0; i < community.Residents.Count; i++)
        {
            var resident = community.Residents[i];
            if (resident.JoinMs >= start && resident.JoinMs < start + DayMs) drafts.Add(new Draft(resident.JoinMs, 0, i, -1, 0, Happening.Join));
            if (resident.LeaveMs >= start && resident.LeaveMs < start + DayMs) drafts.Add(new Draft(resident.LeaveMs, 0, i, -1, 0, Happening.Leave));
        }
    }

    private static int Conversation(Community community, ref Chance chance, long start, List<Draft> drafts)
    {
        var length = 2 + (int)chance.Wait(6);
        double ms = start + LocalTime(community, ref chance);
        var channel = (ushort)(chance.Hits(0.4) ? 0 : chance.Below(community.Text.Count));
        var people = new int[chance.Between(2, 5)];
        for (var i = 0; i < people.Length; i++) people[i] = community.Draw(ref chance, (long)ms);
        var first = drafts.Count;
        var talk = Talks.Of((uint)chance.Next());
        for (var i = 0; i < length && ms < start + DayMs - 1000; i++)
        {
            var who = people[chance.Below(people.Length)];
            if (who >= 0 && community.IsPresent(who, (long)ms))
            {
                var reply = drafts.Count > first && chance.Hits(0.22) ? first + chance.Below(drafts.Count - first) : -1;
                var asks = i == length - 1 && Talks.EndsInQuestion(talk);
                if (asks) reply = -1;
                drafts.Add(new Draft((long)ms, asks ? talk | Talks.Question : Talks.Line(talk, i), who, reply, channel, reply < 0 ? Happening.Message : Happening.Reply));
            }
            ms += 1500 + chance.Wait(40_000);
        }
        return length;
    }

    private static void Voice(Community community, ref Chance chance, long start, double weekday, List<Draft> drafts)
    {
        if (community.Voice.Count < 2) return;
        var size = Math.Min(1, community.Residents.Count / 150.0);
        var parties = (int)(size * 2 * weekday + chance.Share());
        for (var party = 0; party < parties; party++)
        {
            var opens = start + ToUtc(community, 18.5 + chance.Share() * 3);
            var closes = opens + (long)((45 + chance.Share() * 120) * 60_000);
            var room = (ushort)chance.Below(community.Voice.Count - 1);
            var seen = new HashSet<int>();
            for (var guest = chance.Between(3, 9); guest > 0; guest--)
            {
                var who = community.Draw(ref chance, opens);
                if (who >= 0 && !community.Residents[who].User.Bot && seen.Add(who))
                    Visit(community, ref chance, start, who, opens, closes, room, drafts);
            }
        }
    }

    private static void Visit(Community community, ref Chance chance, long start, int who, long opens, long closes, ushort room, List<Draft> drafts)
    {
        var end = start + DayMs - 1000;
        var comes = Math.Min(end - 60_000, opens + (long)chance.Wait(12 * 60_000));
        var goes = Math.Clamp(closes + (long)((chance.Share() - 0.5) * 30 * 60_000), comes + 30_000, end);
        drafts.Add(new Draft(comes, 0, who, -1, room, Happening.VoiceEnter));
        long Inside(ref Chance c) => comes + 5000 + (long)(c.Share() * Math.Max(1, goes - comes - 10_000));
        if (chance.Hits(0.6))
        {
            var muted = Inside(ref chance);
            drafts.Add(new Draft(muted, 1, who, -1, room, Happening.VoiceMute));
            drafts.Add(new Draft(muted + (long)(chance.Share() * Math.Max(1, goes - muted)), 0, who, -1, room, Happening.VoiceMute));
        }
        if (chance.Hits(0.15)) drafts.Add(new Draft(Inside(ref chance), 1, who, -1, room, Happening.VoiceDeaf));
        if (chance.Hits(0.25)) drafts.Add(new Draft(Inside(ref chance), 0, who, -1, (ushort)chance.Below(community.Voice.Count - 1), Happening.VoiceEnter));
        // The last voice channel is the AFK one.
        if (chance.Hits(0.2)) drafts.Add(new Draft(Math.Max(comes + 1, goes - 5000), 0, who, -1, (ushort)(community.Voice.Count - 1), Happening.VoiceEnter));
        drafts.Add(new Draft(goes, 0, who, -1, room, Happening.VoiceLeave));
    }

    private static List<TimelineEvent> Arrange(List<Draft> drafts, long end)
    {
        var order = new int[drafts.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => drafts[a].Ms != drafts[b].Ms ? drafts[a].Ms.CompareTo(drafts[b].Ms) : a.CompareTo(b));
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++) place[order[i]] = i;
        var events = new List<TimelineEvent>(order.Length);
        var last = long.MinValue;
        foreach (var i in order)
        {
            var draft = drafts[i];
            last = Math.Max(last + 1, draft.Ms);
            if (last >= end) break;
            var back = draft.ReplyTo < 0 ? 0 : place[i] - place[draft.ReplyTo];
            events.Add(new TimelineEvent(last, draft.Salt, draft.Resident, back, draft.Channel, draft.Kind));
        }
        return events;
    }

    private static long LocalTime(Community community, ref Chance chance)
    {
        var draw = chance.Share() * HoursTotal;
        var hour = 0;
        while (hour < 23 && draw >= Hours[hour]) draw -= Hours[hour++];
        return ToUtc(community, hour + chance.Share());
    }

    // French-speaking guilds live at UTC+1, the others at UTC-5; within the same UTC day.
    private static long ToUtc(Community community, double localHour)
    {
        var shifted = localHour + (community.Guild.PreferredLocale == "fr" ? -1 : 5);
        return (long)((shifted + 24) % 24 * HourMs);
    }
}
