using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Billing;
using CommunityIntel.Storage.Digests;
using CommunityIntel.Storage.Gaps;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Invites;
using CommunityIntel.Storage.Lifecycle;
using CommunityIntel.Storage.Operations;
using CommunityIntel.Storage.Outbox;
using CommunityIntel.Storage.Privacy;
using CommunityIntel.Storage.Replicas;
using CommunityIntel.Storage.Rewards;
using CommunityIntel.Storage.TimeZones;
using CommunityIntel.Storage.Xp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommunityIntel.Storage;

public static class StorageHosting
{
    /// <summary>Connection string name, as in <c>ConnectionStrings__CommunityIntel</c>.</summary>
    public const string ConnectionName = "CommunityIntel";

    /// <summary>A connection that no pooler stands before, for migrations and backups; the one above where there is none.</summary>
    public const string DirectName = "CommunityIntelDirect";

    /// <summary>A streaming replica, for reports; optional.</summary>
    public const string ReplicaName = "CommunityIntelReplica";

    /// <summary>For what keeps a session over several transactions.</summary>
    public static string? DirectConnection(this IConfiguration configuration) =>
        configuration.GetConnectionString(DirectName) is { Length: > 0 } direct ? direct : configuration.GetConnectionString(ConnectionName);

    /// <summary>Registers the group commit, what reads guilds back, and what answers questions, each with a pool of its own.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(_ => new StorageConnections(configuration));
        services.AddSingleton(s => new GroupCommit(
            s.GetRequiredService<StorageConnections>().Writers,
            s.GetRequiredService<IOptions<StorageOptions>>(),
            s.GetRequiredService<Microsoft.Extensions.Logging.ILogger<GroupCommit>>()));
        AddReports(services, configuration);
        services.AddSingleton(s => new GuildStore(s.GetRequiredService<StorageConnections>().Loaders));
        services.AddSingleton(s => new GapReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new ActivityReader(s.GetRequiredService<ReportDatabase>()));
        services.AddSingleton(s => new VoiceReader(s.GetRequiredService<ReportDatabase>()));
        services.AddSingleton(s => new RetentionReader(s.GetRequiredService<ReportDatabase>()));
        services.AddSingleton(s => new LifecycleReader(s.GetRequiredService<ReportDatabase>()));
        services.AddSingleton(s => new InviteReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new ZoneRecount(s.GetRequiredService<StorageConnections>().Recounts));
        services.AddSingleton(s => new RepairReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new OutboxStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new MessagePartitions(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new RowEnds(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => s.GetRequiredService<GuildStore>().Remains);
        services.AddSingleton(s => new PersonalArchive(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new PrivacyStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new AuditReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new XpSnapshots(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new XpPreviewReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new StandingsReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new BoardReader(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new KeptTextReader(s.GetRequiredService<StorageConnections>().Readers, s.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton(s => new DigestStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new ModelUsageStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new PayerStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new StripeEventStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new GiftCodeStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new OperationsStore(s.GetRequiredService<StorageConnections>().Readers));
        services.AddSingleton(s => new RevenueReader(s.GetRequiredService<StorageConnections>().Readers));
        return services;
    }

    private static void AddReports(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString(ReplicaName) is not { Length: > 0 })
        {
            services.AddSingleton(s => ReportDatabase.FromPrimary(s.GetRequiredService<StorageConnections>().Readers));
            return;
        }

        services.AddSingleton(s => new ReplicaWatch(
            s.GetRequiredService<StorageConnections>().Orleans, s.GetRequiredService<StorageConnections>().Replica!,
            TimeSpan.FromSeconds(s.GetRequiredService<IOptions<StorageOptions>>().Value.ReplicaMaxLagSeconds), s.GetService<TimeProvider>() ?? TimeProvider.System,
            s.GetRequiredService<Microsoft.Extensions.Logging.ILogger<ReplicaWatch>>()));
        services.AddHostedService(s => s.GetRequiredService<ReplicaWatch>());
        services.AddSingleton(s => new ReportDatabase(
            s.GetRequiredService<StorageConnections>().Readers, s.GetRequiredService<StorageConnections>().Replica, s.GetRequiredService<ReplicaWatch>()));
    }
}

/// <summary>
/// The silo's pools: for group commits, for guilds that are read back, for questions, and for Orleans' own tables. When thousands of
/// guilds start at once, as after the death of another silo, who asks for a rank does not stand behind them.
/// </summary>
public sealed class StorageConnections : IAsyncDisposable
{
    public StorageConnections(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString(StorageHosting.ConnectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{StorageHosting.ConnectionName} is not set: expected an Npgsql connection string, e.g. Host=localhost;Database=community_intel;Username=…");
        var options = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        var prepares = options.Pooler == Pooler.None;
        Writers = Build(text, "writers", options.Writers, prepares);
        Loaders = Build(text, "loaders", options.LoadConnections, prepares);
        Readers = Build(text, "readers", options.ReadConnections, prepares);
        Recounts = Build(text, "recounts", 1, prepares);
        Orleans = Build(text, "orleans", OrleansConnections, prepares);
        if (configuration.GetConnectionString(StorageHosting.ReplicaName) is { Length: > 0 } replica)
            Replica = Build(replica, "reports", options.ReadConnections, prepares, connectSeconds: 2);
    }

    /// <summary>Membership, reminders and grain storage.</summary>
    public const int OrleansConnections = 4;

    public NpgsqlDataSource Writers { get; }

    public NpgsqlDataSource Loaders { get; }

    public NpgsqlDataSource Readers { get; }

    /// <summary>For the rare statements that take minutes.</summary>
    public NpgsqlDataSource Recounts { get; }

    public NpgsqlDataSource Orleans { get; }

    /// <summary>Null = there is no replica.</summary>
    public NpgsqlDataSource? Replica { get; }

    public async ValueTask DisposeAsync()
    {
        await Writers.DisposeAsync();
        await Loaders.DisposeAsync();
        await Readers.DisposeAsync();
        await Recounts.DisposeAsync();
        await Orleans.DisposeAsync();
        if (Replica is not null) await Replica.DisposeAsync();
    }

    // A pooler gives each transaction any of its sessions: a statement that was prepared in one is unknown to the next.
    private static NpgsqlDataSource Build(string text, string purpose, int size, bool prepares, int connectSeconds = 5) => new NpgsqlDataSourceBuilder(text)
    {
        Name = purpose,
        ConnectionStringBuilder =
        {
            ApplicationName = $"community-intel-{purpose}",
            MaxPoolSize = size,
            MinPoolSize = 0,
            MaxAutoPrepare = prepares ? 40 : 0,
            AutoPrepareMinUsages = 2,
            Timeout = connectSeconds,
            CommandTimeout = 15,
            ConnectionIdleLifetime = 60,
            // A host that is gone without a word is found out by the system.
            TcpKeepAlive = true,
            // Nothing of ours leaves state on a connection.
            NoResetOnClose = true,
        },
    }.Build();
}
