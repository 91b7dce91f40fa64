using System.Text.Json.Serialization;

namespace CommunityIntel.DiscordEmulator.Firehose;

/// <summary>A benchmark load of MESSAGE_CREATE for the sessions that are connected when it is prepared.</summary>
/// <param name="Guilds">Synthetic guilds, spread over the shards.</param>
/// <param name="Zipf">Exponent of the guilds' shares; 0 makes them equal.</param>
/// <param name="UsersPerGuild">Authors per guild.</param>
/// <param name="Events">Messages in all; with <paramref name="Seconds"/> and <paramref name="Rate"/> their product counts instead.</param>
/// <param name="Seconds">Duration at <paramref name="Rate"/>.</param>
/// <param name="Rate">Messages a second over all sessions; 0 sends as fast as TCP takes them.</param>
/// <param name="Seed">Same seed, same guilds, authors and texts.</param>
/// <param name="SameGuilds">The guilds of the last firehose speak again; none are founded.</param>
/// <param name="LeftOutShard">Sessions of this shard get none of it, so that their other events are not queued behind it; its guilds say nothing.</param>
public sealed record FirehoseRequest(
    int Guilds = 100, double Zipf = 1, int UsersPerGuild = 50, int Events = 100_000, double Seconds = 0, double Rate = 0, int Seed = 1, bool SameGuilds = false,
    int? LeftOutShard = null)
{
    [JsonIgnore]
    public int Total => Seconds > 0 && Rate > 0 ? (int)(Seconds * Rate) : Events;
}

/// <summary>Guilds in which nobody ever says anything.</summary>
public sealed record QuietGuilds(int Guilds);

[JsonConverter(typeof(JsonStringEnumConverter<FirehoseState>))]
public enum FirehoseState
{
    Idle,
    Preparing,
    Ready,
    Running,
    Done,
}

/// <summary>The part of a firehose that one session gets.</summary>
public sealed record FirehosePart(string SessionId, int Shard, long FirstSequence, int Count, int Sent);

/// <param name="Encoded">Frames encoded so far.</param>
/// <param name="Sent">Frames handed to sockets.</param>
/// <param name="JsonBytes">Mean size of a frame as JSON.</param>
/// <param name="WireBytes">Mean size of a frame deflated.</param>
public sealed record FirehoseProgress(FirehoseState State, int Total, int Encoded, int Sent, double JsonBytes, double WireBytes, IReadOnlyList<FirehosePart> Parts, IReadOnlyList<ulong> GuildIds);
