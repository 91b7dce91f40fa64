namespace CommunityIntel.Storage.MovingIn;

/// <summary><c>user_xp</c> of the old database: how much XP a person has in a guild. Levels follow from it by the guild's curve.</summary>
public sealed class XpSource : MoveSource
{
    private static readonly string[] XpNames = ["xp", "total_xp", "experience", "points"];
    private static readonly string[] LastNames = ["last_xp_at", "last_message_at", "last_message"];
    private static readonly string[] XpTypes = ["int2", "int4", "int8", "numeric", "float4", "float8", "text", "varchar"];

    private readonly string _guild, _member, _xp, _last;

    public XpSource(OldTable table) : base(table)
    {
        _guild = Guild();
        _member = Id("member", UserNames);
        _xp = Required("XP", XpNames, XpTypes, null) is { } xp ? Text(xp) : "NULL::text";
        _last = Instant("last message", LastNames, isRequired: false) ?? "NULL::timestamptz";
    }

    public override string Target => "user_xp";

    public override string? Time => null;

    protected override string? Written => null;

    protected override string RawColumns => $"{_guild} AS guild, {_member} AS member, {_xp} AS points, {_last} AS last_at";

    public override string RawTypes => "guild text, member text, points text, last_at timestamptz";

    public override string Identity => "guild_id, user_id";

    public override bool LastCounts => true;

    public override bool IsDistinct => Promises(Table.Find(GuildNames), Table.Find(UserNames));

    public override string? Month => null;

    public override string Checksum => "user_id # (xp << 11)";

    public override string Clean(string raw, string? order = null) => $"""
        SELECT *, CASE WHEN is_blank THEN 'missing_id' WHEN guild_id IS NULL OR user_id IS NULL THEN 'malformed_id' WHEN exact IS NULL THEN 'no_xp'
          WHEN exact < 0 THEN 'negative_xp' WHEN xp IS NULL THEN 'out_of_range' END AS reason
        FROM (SELECT *, CASE WHEN exact >= 0 AND exact <= 9007199254740992 THEN floor(exact)::bigint END AS xp,
            CASE WHEN last_at >= '2015-01-01 00:00:00+00' AND last_at <= now() THEN last_at END AS last_xp_at
          FROM (
            SELECT key{(order is null ? "" : $", {order}")}, last_at, {Number("guild")} AS guild_id, {Number("member")} AS user_id, ({IsBlank("guild")} OR {IsBlank("member")}) AS is_blank,
              CASE WHEN btrim(points) ~ '^-?[0-9]{"{1,30}"}([.][0-9]{"{1,30}"})?$' THEN btrim(points)::numeric END AS exact
            FROM ({raw}) AS raw OFFSET 0) AS numbers) AS counted
        """;

    // What is written with an exponent is no figure that was counted.
    private static string Text(OldColumn column) =>
        column.Type is "float4" or "float8" ? $"CASE WHEN abs({OldTable.Quote(column.Name)}) < 1e18 THEN {OldTable.Quote(column.Name)}::numeric::text END" : $"{OldTable.Quote(column.Name)}::text";
}
