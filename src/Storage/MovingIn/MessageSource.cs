namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// <c>messages</c> or <c>messages_archive</c> of the old database. When a message was written is told by its id, as everywhere here. A table without ids of
/// messages gets some, made of the time and the row's own key, the same every time.
/// </summary>
public sealed class MessageSource : MoveSource
{
    private static readonly string[] ChannelNames = ["channel_id", "channel"];
    private static readonly string[] AuthorNames = ["author_id", "user_id", "member_id", "author"];
    private static readonly string[] MessageNames = ["message_id", "discord_message_id", "discord_id", "msg_id"];
    private static readonly string[] TimeNames = ["created_at", "timestamp", "sent_at", "inserted_at"];
    private static readonly string[] BotNames = ["is_bot", "from_bot", "author_is_bot", "author_bot", "bot"];

    private readonly string _guild, _channel, _author, _bot;
    private readonly string? _message, _at;
    private readonly OldColumn? _messageColumn;

    private MessageSource(OldTable table, bool idIsMessage) : base(table)
    {
        _guild = Guild();
        _channel = Id("channel", ChannelNames);
        _author = Id("author", AuthorNames);
        string[] names = idIsMessage ? [.. MessageNames, "id"] : MessageNames;
        if (table.Find(names) is { } column)
        {
            _messageColumn = column;
            _message = Id("message", names);
        }

        _at = Instant("time", TimeNames, isRequired: _message is null);
        if (_message is null) Mapping.Add("message: there is no id of messages, one is made of the time and the key");
        _bot = Optional("bot", BotNames, ["bool"]) is { } bot ? OldTable.Quote(bot.Name) : "NULL::boolean";
    }

    /// <summary>Looks at some of its rows when only a column <c>id</c> can be the message's.</summary>
    public static async Task<MessageSource> OfAsync(OldDatabase old, OldTable table, CancellationToken cancellation)
    {
        if (table.Find(MessageNames) is not null || table.Find(["id"]) is not { Type: "text" or "varchar" or "int8" or "numeric" }) return new MessageSource(table, false);
        var known = await old.QueryAsync(
            $"SELECT count(*) FILTER (WHERE id ~ '^[0-9]{{15,19}}$'), count(*) FROM (SELECT id::text FROM {table.Quoted} WHERE id IS NOT NULL LIMIT 200) AS few",
            row => row.GetInt64(0) * 10 >= row.GetInt64(1) * 9, cancellation);
        return new MessageSource(table, known[0]);
    }

    /// <summary>Whether ids are made: then what another bot wrote of the same message cannot be told apart from it.</summary>
    public bool MakesIds => _message is null;

    public override string Target => "messages";

    public override string? Time => _at ?? (_message is null ? null : $"CASE WHEN {_message} ~ '^[0-9]{{15,18}}$' THEN {TimeOf($"{_message}::bigint")} END");

    protected override string? Written => _at;

    protected override string RawColumns =>
        $"{_guild} AS guild, {_channel} AS channel, {_author} AS author, {_message ?? "NULL::text"} AS message, {_at ?? "NULL::timestamptz"} AS at, {_bot} AS bot";

    public override string RawTypes => "guild text, channel text, author text, message text, at timestamptz, bot boolean";

    public override string Identity => "guild_id, message_id";

    public override bool IsDistinct => _message is null || Promises(_messageColumn, Table.Find(GuildNames));

    public override string Month => "date_trunc('month', created_at AT TIME ZONE 'UTC')";

    public override string Checksum => "message_id # (channel_id << 17) # (author_id << 31)";

    public override string Clean(string raw, string? order = null)
    {
        var (id, missing) = _message is null ? (Made, "at IS NULL") : ($"CASE WHEN length(btrim(message)) >= 15 THEN {Number("message")} END", IsBlank("message"));
        var wrong = _message is null ? "out_of_range" : "malformed_id";
        return $"""
            SELECT *, CASE WHEN is_blank THEN 'missing_id' WHEN is_missing THEN '{(_message is null ? "no_time" : "missing_id")}'
              WHEN guild_id IS NULL OR channel_id IS NULL OR author_id IS NULL THEN 'malformed_id' WHEN message_id IS NULL THEN '{wrong}'
              WHEN created_at > now() + interval '1 day' THEN 'out_of_range' END AS reason
            FROM (SELECT *, {TimeOf("message_id")} AS created_at FROM (
              SELECT key{(order is null ? "" : $", {order}")}, at, bot, {Number("guild")} AS guild_id, {Number("channel")} AS channel_id, {Number("author")} AS author_id, {id} AS message_id,
                ({IsBlank("guild")} OR {IsBlank("channel")} OR {IsBlank("author")}) AS is_blank, {missing} AS is_missing
              FROM ({raw}) AS raw OFFSET 0) AS numbers) AS timed
            """;
    }

    // Discord API reference, Snowflakes.
    private static string TimeOf(string id) => $"(timestamptz '2015-01-01 00:00:00+00' + ({id} >> 22) * interval '1 millisecond')";

    // The lower bits of an id tell messages of the same millisecond apart: so do those of the key.
    private string Made
    {
        get
        {
            var low = HasNumberKey ? "(key[1]::bigint & 4194303)" : "((('x' || substr(md5(array_to_string(key, ',')), 1, 8))::bit(32)::bigint) & 4194303)";
            return $"""
                CASE WHEN at >= '2015-01-02 00:00:00+00' AND at < '2080-01-01 00:00:00+00'
                THEN ((round(extract(epoch FROM date_trunc('milliseconds', at)) * 1000)::bigint - 1420070400000) << 22) | {low} END
                """;
        }
    }
}
