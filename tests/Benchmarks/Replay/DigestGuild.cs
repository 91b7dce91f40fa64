using CommunityIntel.Domain;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>
/// A guild on a scratch database whose weeks pass one after the other. Every time that it is moved to has a silo of its own: one whose clock jumps by weeks
/// would be taken for dead.
/// </summary>
internal sealed class DigestGuild : IAsyncDisposable
{
    public const long Id = 4_194_304_000;

    private const int EventsPerBatch = 500;

    private readonly IReadOnlyDictionary<string, string?> _settings;
    private SetClock _clock = null!;
    private IHost? _host;
    private long _sequence = 1;

    private DigestGuild(ScratchDatabase database, IReadOnlyDictionary<string, string?> settings) => (Database, _settings) = (database, settings);

    public ScratchDatabase Database { get; }

    public IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    public IGuildDigestsGrain Digests => Grains.GetGrain<IGuildDigestsGrain>(Id);

    public async Task MoveToAsync(DateOnly day, TimeSpan time)
    {
        await StopAsync();
        _clock = new SetClock(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + time);
        _host = Build();
        await _host.StartAsync();
    }

    private IHost Build()
    {
        var ports = FreePorts.Take(2);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "digest-replay" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(_settings)
        {
            ["ConnectionStrings:CommunityIntel"] = Database.ConnectionString, ["Silo:SiloPort"] = $"{ports[0]}", ["Silo:GatewayPort"] = $"{ports[1]}",
        });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddCommunityIntelSilo();
        return builder.Build();
    }

    public static async Task<DigestGuild> StartAsync(DigestChat chat, DateOnly firstMonday, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var guild = new DigestGuild(await ScratchDatabase.CreateAsync(), settings ?? new Dictionary<string, string?>());
        await guild.MoveToAsync(firstMonday, TimeSpan.Zero);
        var grain = guild.Grains.GetGrain<IGuildGrain>(Id);
        var now = guild._clock.GetUtcNow();
        await grain.ApplyAsync(new GuildBatch("replay", [new GuildAvailable(
            1, "A recorded chat", null, 1, "en-US", 1, [.. chat.Names.Select(c => new GuildChannel(c.Key, 0, c.Value, null, null, [], []))], [], now, null,
            Roles: [new GuildRole(Id, "@everyone", 0, (1UL << 10) | (1UL << 16), false, 0)])], 1));
        var saved = await guild.Grains.GetGrain<IGuildDigestSettingsGrain>(Id).SaveDigestSettingsAsync(
            DigestSettings.Usual with { ChannelIds = [.. chat.Names.Keys], IsWeekly = true, Hour = 6 }, 0, new Actor(1, "replay", ActorSource.Dashboard));
        return saved is GrainInterfaces.Settings.SettingsSaved ? guild : throw new InvalidOperationException($"digests cannot be switched on: {saved}");
    }

    /// <summary>Everything of a week, said again in the week from <paramref name="monday"/> on. Returns the message ids with their lines.</summary>
    public async Task<IReadOnlyDictionary<long, DigestLine>> SayAsync(DateOnly realMonday, DateOnly monday, IReadOnlyList<DigestLine> lines)
    {
        var (by, said) = (TimeSpan.FromDays(monday.DayNumber - realMonday.DayNumber), new Dictionary<long, DigestLine>());
        foreach (var chunk in lines.Chunk(EventsPerBatch))
        {
            var batch = new List<GuildEvent>();
            foreach (var line in chunk)
            {
                var at = line.At + by;
                var id = Snowflake.At(at) | (_sequence & 0x3FFFFF);
                said[id] = line;
                batch.Add(new MessageCreated(++_sequence, id, line.Channel, line.Author, AuthorKind.Member, line.AuthorName, null, at) { Content = line.Text });
            }

            await Grains.GetGrain<IGuildGrain>(Id).ApplyAsync(new GuildBatch("replay", batch, 1));
        }

        return said;
    }

    /// <summary>What the reminders do in the night after a week.</summary>
    public async Task MakeDueAsync()
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        await Digests.AsReference<IRemindable>().ReceiveReminder("digest", new TickStatus(now, TimeSpan.FromMinutes(20), now));
        await DropExpiredAsync();
    }

    public Task DropExpiredAsync() => Grains.GetGrain<IKeptTextsGrain>(0).AsReference<IRemindable>().ReceiveReminder("hourly", default);

    /// <summary>How many rows of the whole database hold one of these texts.</summary>
    public async Task<long> GrepAsync(IReadOnlyCollection<string> texts)
    {
        var tables = await Database.ScalarAsync<string[]>("SELECT array_agg(c.oid::regclass::text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public'") ?? [];
        var found = 0L;
        foreach (var table in tables)
        {
            await using var command = Database.DataSource.CreateCommand($"SELECT count(*) FROM {table} t WHERE EXISTS (SELECT FROM unnest($1) AS s (text) WHERE position(s.text IN t::text) > 0)");
            command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = texts.ToArray() });
            found += (long)(await command.ExecuteScalarAsync())!;
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Database.DisposeAsync();
    }

    private async Task StopAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        private readonly TimeSpan _ahead = now - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
    }
}
