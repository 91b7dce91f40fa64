using CommunityIntel.Domain.Gaps;
using Npgsql;

namespace CommunityIntel.Storage.Gaps;

/// <summary>What an activation reads of its guild's gaps: three statements of a larger batch, each with the guild id as $1.</summary>
internal static class GapRows
{
    public const string Snapshot = "SELECT session_id, taken_at FROM guild_snapshots WHERE guild_id = $1";

    public const string OpenGaps = """
        SELECT gap_id, from_at, until_at, after_message_id, state, shortfall, examined_messages, found_messages
        FROM gaps WHERE guild_id = $1 AND state = 0
        """;

    public const string ChannelsOfOpenGaps = """
        SELECT c.gap_id, c.channel_id, c.cursor, c.state, c.last_message_id
        FROM gaps g JOIN gap_channels c USING (guild_id, gap_id) WHERE g.guild_id = $1 AND g.state = 0
        """;

    /// <summary>The results follow the reader's current one.</summary>
    public static async Task<(Snapshot Snapshot, IReadOnlyList<OpenGap> Gaps)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        var snapshot = await reader.ReadAsync(cancellation) ? new Snapshot(reader.GetString(0), UnixMs(reader, 1)) : Domain.Gaps.Snapshot.None;
        await reader.NextResultAsync(cancellation);
        var gaps = new List<Gap>();
        while (await reader.ReadAsync(cancellation)) gaps.Add(Gap(reader));
        await reader.NextResultAsync(cancellation);
        var channels = gaps.ToDictionary(g => g.Id, _ => new List<GapChannel>());
        while (await reader.ReadAsync(cancellation))
            channels[reader.GetInt64(0)].Add(new GapChannel(reader.GetInt64(1), reader.GetInt64(2), (GapChannelState)reader.GetInt16(3), reader.GetInt64(4)));
        return (snapshot, [.. gaps.Select(g => new OpenGap(g, channels[g.Id]))]);
    }

    /// <summary>A row of the columns in the order of <see cref="OpenGaps"/>.</summary>
    public static Gap Gap(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), UnixMs(reader, 1), UnixMs(reader, 2), reader.GetInt64(3),
        (GapState)reader.GetInt16(4), (GapShortfall)reader.GetInt16(5), reader.GetInt32(6), reader.GetInt32(7));

    private static long UnixMs(NpgsqlDataReader reader, int column) => new DateTimeOffset(reader.GetDateTime(column)).ToUnixTimeMilliseconds();
}
