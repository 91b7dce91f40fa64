using CommunityIntel.Domain.Billing;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Billing;

/// <summary>What a group commit writes of a guild's billing, and what an activation reads of it.</summary>
internal sealed class BillingRows
{
    public const string Claims = "SELECT source, holder, reference, plan, state, starts_at, ends_at, unpaid_since, length_ms, buyer_id, revision FROM guild_claims WHERE guild_id = $1";
    public const string Entitled = "SELECT plan, by_source, by_reference, ends_at, next_change_at, lost_plan, lost_at, version FROM entitlements WHERE guild_id = $1";
    public const string Seats = "SELECT user_id, name, used_at FROM guild_seats WHERE guild_id = $1";

    private const string WriteClaims = """
        INSERT INTO guild_claims (guild_id, source, reference, holder, revision, plan, state, starts_at, ends_at, unpaid_since, length_ms, buyer_id)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (guild_id, source, reference) DO UPDATE
        SET holder = excluded.holder, revision = excluded.revision, plan = excluded.plan, state = excluded.state, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            unpaid_since = excluded.unpaid_since, length_ms = excluded.length_ms, buyer_id = excluded.buyer_id, changed_at = now()
        """;

    private const string WriteEntitlements = """
        WITH v AS (SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                     AS v (guild_id, plan, by_source, by_reference, ends_at, next_change_at, lost_plan, lost_at, version, changed_at)),
        history AS (
          INSERT INTO entitlement_changes (guild_id, version, plan, by_source, by_reference, ends_at, lost_plan, changed_at)
          SELECT guild_id, version, plan, nullif(by_source, -1), by_reference, ends_at, nullif(lost_plan, -1), changed_at FROM v ON CONFLICT DO NOTHING)
        INSERT INTO entitlements (guild_id, plan, by_source, by_reference, ends_at, next_change_at, lost_plan, lost_at, version, changed_at)
        SELECT guild_id, plan, nullif(by_source, -1), by_reference, ends_at, next_change_at, nullif(lost_plan, -1), lost_at, version, changed_at FROM v
        ON CONFLICT (guild_id) DO UPDATE
        SET plan = excluded.plan, by_source = excluded.by_source, by_reference = excluded.by_reference, ends_at = excluded.ends_at, next_change_at = excluded.next_change_at,
            lost_plan = excluded.lost_plan, lost_at = excluded.lost_at, version = excluded.version, changed_at = excluded.changed_at
        """;

    private const string WriteSeats = """
        INSERT INTO guild_seats (guild_id, user_id, name, used_at) SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (guild_id, user_id) DO UPDATE SET name = excluded.name, used_at = excluded.used_at
        """;

    /// <summary>For a number that is not there: the columns are arrays of numbers.</summary>
    private const short None = -1;

    private readonly Columns _claims = new();
    private readonly Columns _entitlements = new();
    private readonly Columns _seats = new();

    public void Clear()
    {
        _claims.Clear();
        _entitlements.Clear();
        _seats.Clear();
    }

    public void Add(GuildCommit commit)
    {
        var (guild, changes) = (commit.GuildId, commit.Changes.Billing);
        foreach (var (c, revision) in changes.Claims.Values.Select(t => (t.Claim, t.Revision)))
            _claims.Row().Big(guild).Small((short)c.Source).Text(c.Reference).Text(c.Holder).Big(revision).Small((short)c.Plan).Small((short)c.State)
                .Time(c.StartsAtMs).Time(c.EndsAtMs).Time(c.UnpaidSinceMs).Big(c.LengthMs).Big(c.BuyerId);
        if (changes.Entitlement is { } e)
            _entitlements.Row().Big(guild).Small((short)e.Plan).Small((short?)e.By?.Source ?? None).Text(e.By?.Reference).Time(e.EndsAtMs).Time(e.NextChangeAtMs)
                .Small((short?)e.LostPlan ?? None).Time(e.LostPlan is null ? (long?)null : e.LostAtMs).Int(e.Version).Time(changes.ChangedAtMs);
        foreach (var s in changes.Seats.Values) _seats.Row().Big(guild).Big(s.UserId).Text(s.Name).Time(s.UsedAtMs);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var (columns, sql) in ((Columns, string)[])[(_claims, WriteClaims), (_entitlements, WriteEntitlements), (_seats, WriteSeats)])
            if (!columns.IsEmpty) batch.BatchCommands.Add(columns.Command(sql));
    }

    /// <summary>The results of <see cref="Claims"/>, <see cref="Entitled"/> and <see cref="Seats"/> follow the reader's current one.</summary>
    public static async Task<GuildAccount> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        var claims = new List<ToldClaim>();
        while (await reader.ReadAsync(cancellation))
            claims.Add(new ToldClaim(
                new Claim(
                    (ClaimSource)reader.GetInt16(0), reader.GetString(1), reader.GetString(2), (Plan)reader.GetInt16(3), (ClaimState)reader.GetInt16(4), reader.MsAt(5),
                    reader.MsOrNull(6), reader.MsOrNull(7), reader.GetInt64(8), reader.GetInt64(9)),
                reader.GetInt64(10)));
        await reader.NextResultAsync(cancellation);
        var entitlement = await reader.ReadAsync(cancellation) ? EntitlementIn(reader, claims) : Entitlement.None;
        await reader.NextResultAsync(cancellation);
        var seats = new List<Seat>();
        while (await reader.ReadAsync(cancellation)) seats.Add(new Seat(reader.GetInt64(0), reader.GetString(1), reader.MsAt(2)));
        return new GuildAccount(entitlement, claims, seats);
    }

    private static Entitlement EntitlementIn(NpgsqlDataReader reader, List<ToldClaim> claims)
    {
        var by = reader.IsDBNull(1) ? null : claims.Find(c => (short)c.Claim.Source == reader.GetInt16(1) && c.Claim.Reference == reader.GetString(2))?.Claim;
        return new Entitlement(
            (Plan)reader.GetInt16(0), by, reader.MsOrNull(3), reader.MsOrNull(4), reader.IsDBNull(5) ? null : (Plan)reader.GetInt16(5), reader.MsOrNull(6) ?? 0, reader.GetInt32(7));
    }
}
