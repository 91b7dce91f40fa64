using System.Text.Json.Serialization;

namespace CommunityIntel.DiscordEmulator.Replay;

/// <summary>A JSON Lines file to play as one guild.</summary>
/// <param name="Path">File, plain or <c>.gz</c>, sorted by <c>ts</c>.</param>
/// <param name="Speed">Factor on time: 1 is real time, 0 as fast as the sessions take it.</param>
/// <param name="GuildName">Name of the guild.</param>
/// <param name="Keep">Whether REST can page the messages afterwards; costs about 0.5 KB each.</param>
/// <param name="Limit">Most messages to play; 0 for all.</param>
public sealed record ReplayRequest(string Path, double Speed = 0, string GuildName = "Replay", bool Keep = true, int Limit = 0);

/// <param name="ShiftWeeks">Whole weeks by which everything was moved, so that snowflakes can express it.</param>
public sealed record ReplayProgress(long Total, long Sent, int ShiftWeeks, ulong? GuildId, bool Done, string? Error);

/// <summary>One line: time, room, author, text. Unknown fields are ignored.</summary>
public sealed class ReplayLine
{
    [JsonPropertyName("ts")]
    public DateTimeOffset Timestamp { get; set; }

    [JsonPropertyName("channel")]
    public string Channel { get; set; } = "";

    [JsonPropertyName("author")]
    public string Author { get; set; } = "";

    [JsonPropertyName("author_id")]
    public string? AuthorId { get; set; }

    [JsonPropertyName("text")]
    public string Text { get; set; } = "";

    /// <summary>Who wrote it: the id, or the name where the source has none.</summary>
    [JsonIgnore]
    public string AuthorKey => string.IsNullOrEmpty(AuthorId) ? "name:" + Author : AuthorId;
}

[JsonSerializable(typeof(ReplayLine))]
public sealed partial class ReplayJson : JsonSerializerContext;
