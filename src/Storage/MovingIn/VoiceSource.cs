namespace CommunityIntel.Storage.MovingIn;

/// <summary><c>voice_sessions</c> of the old database. Only stays that ended are taken over; an end that was not written follows from the duration.</summary>
public sealed class VoiceSource : MoveSource
{
    private static readonly string[] ChannelNames = ["channel_id", "voice_channel_id", "channel"];
    private static readonly string[] StartNames = ["start_time", "started_at", "start_at", "joined_at", "join_time"];
    private static readonly string[] EndNames = ["end_time", "ended_at", "end_at", "left_at", "leave_time"];
    private static readonly string[] NumberTypes = ["int2", "int4", "int8", "float4", "float8", "numeric", "interval"];

    private readonly string _guild, _member, _channel, _start;
    private readonly string? _end, _took;

    public VoiceSource(OldTable table) : base(table)
    {
        _guild = Guild();
        _member = Id("member", UserNames);
        _channel = Id("channel", ChannelNames);
        _start = Instant("start", StartNames, isRequired: true) ?? "NULL::timestamptz";
        _end = Instant("end", EndNames, isRequired: false);
        _took = Seconds(["duration_seconds", "duration", "seconds"], 1) ?? Seconds(["duration_minutes", "minutes"], 60) ?? Seconds(["duration_ms"], 0.001);
        if (_end is null && _took is null)
            Fail($"{table.Name} tells no end of a stay: expected a time in one of {string.Join(", ", EndNames)}, or its length in duration (seconds), duration_minutes or duration_ms");
    }

    public override string Target => "voice_sessions";

    public override string? Time => _took is null ? $"coalesce({_end}, {_start})" : null;

    protected override string Written => _start;

    protected override string RawColumns =>
        $"{_guild} AS guild, {_member} AS member, {_channel} AS channel, {_start} AS started, {_end ?? "NULL::timestamptz"} AS ended, {_took ?? "NULL::float8"} AS took";

    public override string RawTypes => "guild text, member text, channel text, started timestamptz, ended timestamptz, took float8";

    public override string Identity => "guild_id, user_id, started_at";

    public override bool IsDistinct => false;

    public override string Month => "date_trunc('month', started_at AT TIME ZONE 'UTC')";

    public override string Checksum =>
        "user_id # (channel_id << 13) # (round(extract(epoch FROM started_at) * 1000)::bigint << 20) # (round(extract(epoch FROM ended_at) * 1000)::bigint << 7)";

    public override string Clean(string raw, string? order = null) => $"""
        SELECT *, CASE WHEN is_blank THEN 'missing_id' WHEN guild_id IS NULL OR user_id IS NULL OR channel_id IS NULL THEN 'malformed_id'
          WHEN started IS NULL THEN 'no_start' WHEN started_at IS NULL THEN 'out_of_range' WHEN ended IS NULL AND took IS NULL THEN 'no_end'
          WHEN ended < started OR took < 0 THEN 'end_before_start' WHEN ended_at IS NULL OR ended_at > now() + interval '1 day' THEN 'out_of_range' END AS reason
        FROM (SELECT *, CASE
            WHEN ended >= '2015-01-01 00:00:00+00' AND ended < '2080-01-01 00:00:00+00' THEN date_trunc('milliseconds', ended)
            WHEN ended IS NULL AND took >= 0 AND took < 1e8 THEN date_trunc('milliseconds', started_at + took * interval '1 second') END AS ended_at
          FROM (
            SELECT key{(order is null ? "" : $", {order}")}, started, ended, took, {Number("guild")} AS guild_id, {Number("member")} AS user_id, {Number("channel")} AS channel_id,
              CASE WHEN started >= '2015-01-01 00:00:00+00' AND started < '2080-01-01 00:00:00+00' THEN date_trunc('milliseconds', started) END AS started_at,
              ({IsBlank("guild")} OR {IsBlank("member")} OR {IsBlank("channel")}) AS is_blank
            FROM ({raw}) AS raw OFFSET 0) AS numbers) AS timed
        """;

    private string? Seconds(string[] names, double unit)
    {
        if (Optional("length", names, NumberTypes) is not { } column) return null;
        var quoted = OldTable.Quote(column.Name);
        return column.Type == "interval" ? $"extract(epoch FROM {quoted})::float8" : FormattableString.Invariant($"({quoted}::float8 * {unit})");
    }
}
