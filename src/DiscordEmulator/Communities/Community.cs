using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>One person of a community: when they are there and how much they talk.</summary>
/// <param name="User">The person.</param>
/// <param name="JoinMs">Unix ms of joining.</param>
/// <param name="LeaveMs">Unix ms of leaving, <see cref="long.MaxValue"/> for never.</param>
/// <param name="Weight">Relative activity, heavy-tailed.</param>
public sealed record Resident(User User, long JoinMs, long LeaveMs, double Weight);

public enum Happening : byte
{
    Message,
    Reply,
    Join,
    Leave,
    VoiceEnter,
    VoiceMute,
    VoiceDeaf,
    VoiceLeave,
}

/// <summary>One event of a simulated day; 24 bytes, its text follows from the salt.</summary>
/// <param name="Ms">Unix ms, strictly ascending within a guild.</param>
/// <param name="Salt">Seed of the text; for mutes 1 or 0.</param>
/// <param name="Resident">Index of the person.</param>
/// <param name="Back">For a reply: how many events back the answered message lies.</param>
/// <param name="Channel">Index of the channel.</param>
/// <param name="Kind">What happens.</param>
public readonly record struct TimelineEvent(long Ms, uint Salt, int Resident, int Back, ushort Channel, Happening Kind);

/// <summary>A simulated guild with its people and the timeline of what they do. Guarded by <see cref="World.Gate"/>.</summary>
public sealed class Community(int index, Guild guild, IReadOnlyList<Resident> residents, IReadOnlyList<Channel> text, IReadOnlyList<Channel> voice)
{
    private readonly double[] cumulative = Accumulate(residents);

    public int Index { get; } = index;
    public Guild Guild { get; } = guild;
    public IReadOnlyList<Resident> Residents { get; } = residents;
    public IReadOnlyList<Channel> Text { get; } = text;
    public IReadOnlyList<Channel> Voice { get; } = voice;

    /// <summary>Everything that has been laid out so far, oldest first.</summary>
    public List<TimelineEvent> Timeline { get; } = [];

    /// <summary>Number of timeline events that have happened.</summary>
    public int Cursor { get; set; }

    /// <summary>First event to send: those before happened in an earlier run.</summary>
    public int FirstToSend { get; set; }

    /// <summary>Reached the present at least once.</summary>
    public bool IsLive { get; set; }

    public bool IsPresent(int resident, long ms) => Residents[resident].JoinMs + 60_000 < ms && ms < Residents[resident].LeaveMs - 1000;

    /// <summary>Somebody present, by activity; -1 when the draw failed repeatedly.</summary>
    public int Draw(ref Chance chance, long ms)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var at = Array.BinarySearch(cumulative, chance.Share() * cumulative[^1]);
            var resident = Math.Min(at < 0 ? ~at : at, cumulative.Length - 1);
            if (IsPresent(resident, ms)) return resident;
        }
        return -1;
    }

    public ulong MessageId(int eventIndex) => Snowflake.FromMs(Timeline[eventIndex].Ms, (uint)Index << 12);

    public Message ReadMessage(int eventIndex)
    {
        var happened = Timeline[eventIndex];
        var original = happened.Kind == Happening.Reply ? eventIndex - happened.Back : -1;
        return new Message(MessageId(eventIndex), Text[happened.Channel], Residents[happened.Resident].User, TextOf(happened))
        {
            Type = original < 0 ? 0 : 19,
            ReferenceId = original < 0 ? null : MessageId(original),
            Referenced = original < 0 ? null : ReadOriginal(original),
            Mentions = original < 0 ? [] : [Residents[Timeline[original].Resident].User],
        };
    }

    // The answered message without what it answers itself.
    private Message ReadOriginal(int eventIndex)
    {
        var happened = Timeline[eventIndex];
        return new Message(MessageId(eventIndex), Text[happened.Channel], Residents[happened.Resident].User, TextOf(happened));
    }

    private string TextOf(TimelineEvent message) => Talks.Text(Guild.PreferredLocale, Text[message.Channel].Name, message.Salt);

    private static double[] Accumulate(IReadOnlyList<Resident> residents)
    {
        var sums = new double[residents.Count];
        var sum = 0.0;
        for (var i = 0; i < sums.Length; i++) sums[i] = sum += residents[i].Weight;
        return sums;
    }
}

/// <summary>The timeline's messages of one channel, as far as they have happened.</summary>
public sealed class PastMessages(Community community) : IPastMessages
{
    private readonly List<int> events = [];

    public int Count => events.Count;

    public void Happened(int eventIndex) => events.Add(eventIndex);

    public ulong IdAt(int index) => community.MessageId(events[index]);

    public Message Read(int index) => community.ReadMessage(events[index]);
}
