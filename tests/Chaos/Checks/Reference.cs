using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Ledgers;
using Npgsql;

namespace CommunityIntel.Chaos.Checks;

/// <summary>Follows the ledger and the guilds' watermarks while a run goes on.</summary>
internal sealed class Reference(EmulatorControl control)
{
    private readonly Dictionary<long, GuildReference> _guilds = [];
    private long _read;

    public IReadOnlyDictionary<long, GuildReference> Guilds => _guilds;

    public IReadOnlyList<LedgerSession> Sessions { get; private set; } = [];

    public long Entries { get; private set; }

    public long Messages { get; private set; }

    /// <summary>Reads on to the present end of the ledger.</summary>
    public async Task ReadAsync()
    {
        var state = await control.LedgerAsync();
        Sessions = state.Sessions;
        if (state.Bytes == _read) return;
        var (entries, next) = await control.LedgerEntriesAsync(_read);
        _read = next;
        foreach (var entry in entries)
        {
            var id = (long)entry.GuildId;
            if (!_guilds.TryGetValue(id, out var guild)) _guilds[id] = guild = new GuildReference(id);
            guild.Apply(entry);
            Entries++;
            if (entry.Kind == LedgerKind.Message) Messages++;
        }
    }

    /// <summary>Looks up how far every guild is durable. Throws what the driver throws when PostgreSQL is away.</summary>
    public async Task<Dictionary<long, (string Session, long Sequence)>> AdvanceAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var numbers = Sessions.ToDictionary(s => s.Id, s => s.Number);
        var marks = new Dictionary<long, (string, long)>();
        await using var command = database.CreateCommand("SELECT guild_id, session_id, sequence FROM guild_watermarks");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        while (await reader.ReadAsync(cancellation))
        {
            var (guildId, session, sequence) = (reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2));
            marks[guildId] = (session, sequence);
            if (numbers.TryGetValue(session, out var number) && _guilds.TryGetValue(guildId, out var guild)) guild.Durable(number, sequence, now);
        }

        return marks;
    }

    /// <summary>How long the oldest event waits that was given to a session and is not durable, in seconds.</summary>
    public double OldestSeconds(long nowMs) =>
        _guilds.Values.Select(g => g.Oldest is { } oldest ? (nowMs - oldest.At) / 1000.0 : 0).DefaultIfEmpty(0).Max();

    /// <summary>Nothing of this guild can have been lost: every session that carried it can still be resumed.</summary>
    public bool IsStrict(GuildReference guild) => guild.Unheard.Count == 0 && guild.Sessions.All(s => !Sessions[s].IsLost);
}
