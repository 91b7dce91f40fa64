using Npgsql;

namespace CommunityIntel.Storage.Digests;

/// <summary>Sums of <c>model_usage</c>: requests of a day by provider and of one guild, and the money of a month in millionths.</summary>
public sealed record UsedOfModels(IReadOnlyDictionary<string, int> RequestsToday, long CostMicrosThisMonth);

/// <summary>What language models were asked and cost. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class ModelUsageStore(NpgsqlDataSource database)
{
    /// <summary>Adds to a guild's use of a provider on a day (UTC).</summary>
    public Task AddAsync(DateOnly date, long guildId, string provider, int requests, long inputTokens, long outputTokens, long costMicros) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO model_usage AS u (date, guild_id, provider, requests, input_tokens, output_tokens, cost_micros) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (date, guild_id, provider) DO UPDATE
            SET requests = u.requests + excluded.requests, input_tokens = u.input_tokens + excluded.input_tokens,
                output_tokens = u.output_tokens + excluded.output_tokens, cost_micros = u.cost_micros + excluded.cost_micros
            """, connection)
        {
            Parameters =
            {
                new() { Value = date }, new() { Value = guildId }, new() { Value = provider }, new() { Value = requests }, new() { Value = inputTokens }, new() { Value = outputTokens },
                new() { Value = costMicros },
            },
        };
        return await command.ExecuteNonQueryAsync();
    });

    public Task<UsedOfModels> ReadAsync(DateOnly today) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT provider, coalesce(sum(requests) FILTER (WHERE date = $1), 0)::int, sum(cost_micros)::bigint
            FROM model_usage WHERE date >= date_trunc('month', $1)::date AND date <= $1 GROUP BY provider
            """, connection) { Parameters = { new() { Value = today } } };
        await using var reader = await command.ExecuteReaderAsync();
        var (requests, cost) = (new Dictionary<string, int>(), 0L);
        while (await reader.ReadAsync())
        {
            requests[reader.GetString(0)] = reader.GetInt32(1);
            cost += reader.GetInt64(2);
        }

        return new UsedOfModels(requests, cost);
    });

    public Task<int> RequestsOfGuildAsync(DateOnly today, long guildId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(sum(requests), 0)::int FROM model_usage WHERE date = $1 AND guild_id = $2", connection)
        {
            Parameters = { new() { Value = today }, new() { Value = guildId } },
        };
        return (int)(await command.ExecuteScalarAsync())!;
    });
}
