using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.BotShard.Tests.Shards;

/// <summary>Looks at how far the guilds are durable and which activation may write, and notes those that were further before.</summary>
internal sealed class Watermarks(ScratchDatabase database)
{
    private readonly Dictionary<long, (long Epoch, string Session, long Order, long Sequence)> _seen = [];
    private readonly List<string> _wentBack = [];

    public IReadOnlyList<string> WentBack => _wentBack;

    public async Task LookAsync(CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand("SELECT guild_id, epoch, session_id, session_order, sequence FROM guild_watermarks");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (guild, now) = (reader.GetInt64(0), (Epoch: reader.GetInt64(1), Session: reader.GetString(2), Order: reader.GetInt64(3), Sequence: reader.GetInt64(4)));
            if (_seen.TryGetValue(guild, out var before)
                && (now.Epoch < before.Epoch || now.Order < before.Order || (now.Session == before.Session && now.Sequence < before.Sequence)))
                _wentBack.Add($"guild {guild}: {before} became {now}");
            _seen[guild] = now;
        }
    }
}
