using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>
/// Live messages and voice movement on top of the timeline, at any hour, so that somebody who watches sees something
/// move. Not reproducible and not remembered over a restart.
/// </summary>
public sealed class Chatter(Simulation simulation, World world, Conversation conversation, VoiceRooms voice, DiscordEmulatorOptions options)
{
    private const int KeptPerChannel = 2000;
    private const double VoiceWaitMs = 8_000;
    private const int MaxGuests = 6;
    private readonly List<(Community Community, int Resident)> guests = [];
    private readonly Dictionary<Channel, Talking> talks = [];
    private Chance chance = Chance.Of(options.Seed, -7, options.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    private long nextMessage;
    private long nextVoice;

    /// <summary>Does what has fallen due.</summary>
    public void Tick()
    {
        var now = world.Now.ToUnixTimeMilliseconds();
        lock (world.Gate)
        {
            if (now >= nextMessage)
            {
                if (nextMessage != 0) Speak(now);
                nextMessage = now + (long)Math.Min(chance.Wait(options.LivePace.TotalMilliseconds), options.LivePace.TotalMilliseconds * 2);
            }
            if (now >= nextVoice)
            {
                if (nextVoice != 0) MoveSomebody(now);
                nextVoice = now + (long)chance.Wait(VoiceWaitMs);
            }
        }
    }

    private Community? Somewhere()
    {
        var open = simulation.Communities.Where(c => c.IsLive && world.HasBot(c.Guild)).ToList();
        if (open.Count == 0) return null;
        // Zipf again: the n-th guild half, a third, … as often as the first.
        var draw = chance.Share() * open.Sum(c => 1.0 / (c.Index + 1));
        return open.FirstOrDefault(c => (draw -= 1.0 / (c.Index + 1)) < 0) ?? open[^1];
    }

    private void Speak(long now)
    {
        if (Somewhere() is not { } community) return;
        var channel = community.Text[chance.Hits(0.5) ? 0 : chance.Below(community.Text.Count)];
        if (!talks.TryGetValue(channel, out var talking) || talking.Said == talking.Length) talks[channel] = talking = Begin(community, now);
        var who = chance.Pick(talking.People);
        // The owner is always there.
        if (who < 0 || !community.Guild.Members.ContainsKey(community.Residents[who].User.Id)) who = 0;
        var isLast = ++talking.Said == talking.Length;
        var asks = isLast && Talks.EndsInQuestion(talking.Talk);
        var text = Talks.Text(community.Guild.PreferredLocale, channel.Name, asks ? talking.Talk | Talks.Question : Talks.Line(talking.Talk, talking.Said - 1));
        conversation.Post(channel, community.Residents[who].User, text, replyTo: !asks && talking.Said > 1 && chance.Hits(0.15) ? channel.LastMessageId : null);
        channel.Messages.Trim(KeptPerChannel);
    }

    private Talking Begin(Community community, long now)
    {
        var people = new int[chance.Between(3, 5)];
        for (var i = 0; i < people.Length; i++) people[i] = community.Draw(ref chance, now);
        return new Talking(Talks.Of((uint)chance.Next()), chance.Between(5, 14), people);
    }

    private void MoveSomebody(long now)
    {
        if (guests.Count >= MaxGuests || (guests.Count > 1 && chance.Hits(0.45)))
        {
            var (community, resident) = guests[chance.Below(guests.Count)];
            var id = community.Residents[resident].User.Id;
            if (chance.Hits(0.35)) voice.Set(community.Guild, id, selfMute: chance.Hits(0.5), null);
            else if (chance.Hits(0.3)) Enter(community, id);
            else
            {
                voice.Leave(community.Guild, id);
                guests.Remove((community, resident));
            }
            return;
        }
        if (Somewhere() is not { } place) return;
        var who = place.Draw(ref chance, now);
        if (who < 0 || place.Residents[who].User.Bot || place.Guild.VoiceStates.ContainsKey(place.Residents[who].User.Id)) return;
        if (!place.Guild.Members.ContainsKey(place.Residents[who].User.Id)) return;
        guests.Add((place, who));
        Enter(place, place.Residents[who].User.Id);
    }

    private void Enter(Community community, ulong userId)
    {
        if (community.Voice.Count > 0) voice.Enter(community.Guild, userId, community.Voice[chance.Below(Math.Max(1, community.Voice.Count - 1))].Id);
    }

    /// <summary>A conversation under way in a channel, between a few.</summary>
    private sealed class Talking(uint talk, int length, int[] people)
    {
        public uint Talk { get; } = talk;
        public int Length { get; } = length;
        public int[] People { get; } = people;
        public int Said { get; set; }
    }
}
