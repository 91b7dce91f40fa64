using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>How far the history has been sent, in events.</summary>
public sealed record HistoryProgress(long Total, long Sent, bool Done);

/// <summary>
/// The communities and their timelines. Events are applied in time order: back-dated ones only as fast as the
/// sessions take them, present ones as they fall due.
/// </summary>
public sealed class Simulation
{
    // Present enough to be sent without a timestamp of its own.
    private const long LiveMs = 5_000;

    private readonly DiscordEmulatorOptions options;
    private readonly World world;
    private readonly SessionRegistry sessions;
    private readonly Conversation conversation;
    private readonly Membership membership;
    private readonly InviteList invites;
    private readonly VoiceRooms voice;
    private readonly SimulationMark mark;
    private readonly long[] sentUntil;
    private readonly long originMs;
    private readonly long startedMs;
    private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long plannedDay;

    public Simulation(DiscordEmulatorOptions options, World world, SessionRegistry sessions, Conversation conversation, Membership membership, InviteList invites, VoiceRooms voice, SimulationMark mark)
    {
        (this.options, this.world, this.sessions, this.conversation) = (options, world, sessions, conversation);
        (this.membership, this.invites, this.voice, this.mark) = (membership, invites, voice, mark);
        startedMs = world.Now.ToUnixTimeMilliseconds();
        var state = options.EmptyWorld ? null : mark.Read();
        originMs = state?.OriginMs ?? startedMs - options.HistoryDays * DayPlan.DayMs;
        Communities = options.EmptyWorld ? [] : new Founding(options, world, originMs).All();
        sentUntil = state?.SentUntilMs ?? [.. Communities.Select(_ => originMs)];
        Install(state);
        Plan(startedMs);
        foreach (var community in Communities) SkipSent(community);
    }

    public IReadOnlyList<Community> Communities { get; }

    public bool Paused { get; set; }

    /// <summary>Completes when everything before the start has been sent.</summary>
    public Task Told => told.Task;

    public HistoryProgress Progress
    {
        get
        {
            long total = 0, sent = 0;
            lock (world.Gate)
                foreach (var community in Communities.Where(c => world.HasBot(c.Guild)))
                {
                    var until = community.Timeline.FindIndex(Math.Min(community.FirstToSend, community.Timeline.Count), e => e.Ms > startedMs);
                    if (until < 0) until = community.Timeline.Count;
                    total += until - community.FirstToSend;
                    sent += Math.Min(community.Cursor, until) - Math.Min(community.FirstToSend, until);
                }
            return new HistoryProgress(total, sent, sent >= total);
        }
    }

    /// <summary>Applies up to a number of events; 0 when nothing may be done now.</summary>
    public int Step(int most)
    {
        var now = world.Now.ToUnixTimeMilliseconds();
        Plan(now);
        MarkAhead(now);
        var done = 0;
        lock (world.Gate)
        {
            var open = Communities.Where(c => MayAdvance(c, now)).ToList();
            while (done < most && Earliest(open, now) is { } community)
            {
                Apply(community, now);
                done++;
            }
            if (!told.Task.IsCompleted && Communities.All(c => c.Cursor == c.Timeline.Count || c.Timeline[c.Cursor].Ms > startedMs)) told.TrySetResult();
            foreach (var community in Communities)
                if (community.Cursor == community.Timeline.Count || community.Timeline[community.Cursor].Ms > now)
                    community.IsLive = community.IsLive || !world.HasBot(community.Guild) || community.Cursor > community.FirstToSend || sessions.All.Any(s => s.Covers(community.Guild.Id));
        }
        return done;
    }

    /// <summary>History that waits for a session to take it.</summary>
    public bool HasBacklog(long nowMs)
    {
        lock (world.Gate) return Communities.Any(c => c.Cursor < c.Timeline.Count && c.Timeline[c.Cursor].Ms <= nowMs);
    }

    /// <summary>Writes down exactly what has been sent.</summary>
    public void MarkExactly()
    {
        if (Communities.Count == 0) return;
        lock (world.Gate)
        {
            var now = world.Now.ToUnixTimeMilliseconds();
            for (var i = 0; i < sentUntil.Length; i++)
                sentUntil[i] = Communities[i].Cursor < Communities[i].Timeline.Count ? Math.Min(now, Communities[i].Timeline[Communities[i].Cursor].Ms) : now;
        }
        WriteMark();
    }

    private void Install(SimulationState? state)
    {
        foreach (var community in Communities)
        {
            var last = community.Index == Communities.Count - 1 && Communities.Count > 1;
            if (state?.Installed.Contains(community.Guild.Id) ?? !last) world.Install(community.Guild, Founding.BotPermissions);
        }
    }

    private void SkipSent(Community community)
    {
        var until = sentUntil[community.Index];
        while (community.Cursor < community.Timeline.Count && community.Timeline[community.Cursor].Ms < until)
        {
            var happened = community.Timeline[community.Cursor];
            if (happened.Kind is Happening.Message or Happening.Reply) Remember(community, happened);
            else if (happened.Kind == Happening.Join)
            {
                var user = community.Residents[happened.Resident].User;
                community.Guild.Members[user.Id] = new Member(user, DateTimeOffset.FromUnixTimeMilliseconds(happened.Ms));
            }
            else if (happened.Kind == Happening.Leave) community.Guild.Members.Remove(community.Residents[happened.Resident].User.Id);
            community.Cursor++;
        }
        community.FirstToSend = community.Cursor;
    }

    private bool MayAdvance(Community community, long now)
    {
        if (!world.HasBot(community.Guild)) return true;
        if (community.IsLive && community.Cursor < community.Timeline.Count && now - community.Timeline[community.Cursor].Ms < 60_000) return true;
        var covered = false;
        foreach (var session in sessions.All)
        {
            if (!session.Covers(community.Guild.Id)) continue;
            if (session.Connection is null) continue;
            if (!session.HasRoom()) return false;
            covered = true;
        }
        return covered;
    }

    private static Community? Earliest(List<Community> open, long now)
    {
        Community? first = null;
        foreach (var community in open)
        {
            if (community.Cursor >= community.Timeline.Count) continue;
            var ms = community.Timeline[community.Cursor].Ms;
            if (ms <= now && (first is null || ms < first.Timeline[first.Cursor].Ms)) first = community;
        }
        return first;
    }

    private void Apply(Community community, long now)
    {
        var happened = community.Timeline[community.Cursor];
        var guild = community.Guild;
        var user = community.Residents[happened.Resident].User;
        var timestamp = now - happened.Ms > LiveMs ? happened.Ms : 0;
        switch (happened.Kind)
        {
            case Happening.Message or Happening.Reply:
                Remember(community, happened);
                if (world.HasBot(guild)) conversation.Post(community.ReadMessage(community.Cursor), timestamp, keep: false);
                break;
            case Happening.Join:
                // A few come another way.
                if (happened.Resident % 9 != 0) invites.Use(guild, guild.Invites.Keys.ElementAt(happened.Resident % guild.Invites.Count));
                membership.Join(guild, user, DateTimeOffset.FromUnixTimeMilliseconds(happened.Ms), timestamp);
                break;
            case Happening.Leave: membership.Leave(guild, user.Id, timestamp); break;
            case Happening.VoiceEnter when guild.Members.ContainsKey(user.Id): voice.Enter(guild, user.Id, community.Voice[happened.Channel].Id, timestamp); break;
            case Happening.VoiceMute: voice.Set(guild, user.Id, happened.Salt == 1, null, timestamp); break;
            case Happening.VoiceDeaf: voice.Set(guild, user.Id, happened.Salt == 1, happened.Salt == 1, timestamp); break;
            case Happening.VoiceLeave: voice.Leave(guild, user.Id, timestamp); break;
        }
        community.Cursor++;
    }

    private static void Remember(Community community, TimelineEvent happened)
    {
        var channel = community.Text[happened.Channel];
        ((PastMessages)channel.Messages.Past!).Happened(community.Cursor);
        channel.LastMessageId = community.MessageId(community.Cursor);
    }

    // Lays out days until an hour after now, if the world lives that long.
    private void Plan(long now)
    {
        var until = options.Live ? now + 3_600_000 : startedMs;
        if (plannedDay == 0) plannedDay = originMs / DayPlan.DayMs;
        while (plannedDay * DayPlan.DayMs <= until)
        {
            foreach (var community in Communities)
            {
                var growth = 0.8 + 0.35 * Math.Min(1, (plannedDay * DayPlan.DayMs - originMs) / (double)(Math.Max(1, options.HistoryDays) * DayPlan.DayMs));
                var events = DayPlan.Of(community, options.Seed, plannedDay, options.MessagesPerDay * growth / (community.Index + 1));
                lock (world.Gate)
                {
                    // Nothing before the origin, nothing after the start when there is no live part.
                    var from = events.FindIndex(e => e.Ms >= originMs);
                    var to = options.Live ? events.Count : events.FindLastIndex(e => e.Ms <= startedMs) + 1;
                    if (from >= 0 && to > from) community.Timeline.AddRange(Rebase(events, from, to));
                }
            }
            plannedDay++;
        }
    }

    // A reply to something cut off at the origin becomes a plain message.
    private static IEnumerable<TimelineEvent> Rebase(List<TimelineEvent> events, int from, int to)
    {
        for (var i = from; i < to; i++)
            yield return events[i].Kind == Happening.Reply && i - events[i].Back < from ? events[i] with { Kind = Happening.Message, Back = 0 } : events[i];
    }

    private void MarkAhead(long now)
    {
        if (options.DataFolder is null) return;
        var changed = false;
        foreach (var community in Communities)
        {
            if (community.Cursor >= community.Timeline.Count) continue;
            var next = community.Timeline[community.Cursor].Ms;
            if (next < sentUntil[community.Index] || next > now) continue;
            sentUntil[community.Index] = Math.Min(next + DayPlan.DayMs, now + 1);
            changed = true;
        }
        if (changed) WriteMark();
    }

    private void WriteMark() =>
        mark.Write(new SimulationState(options.Seed, originMs, sentUntil, [.. Communities.Where(c => world.HasBot(c.Guild)).Select(c => c.Guild.Id)]));
}
