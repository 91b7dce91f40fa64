using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;

namespace CommunityIntel.Grains.Tests;

/// <summary>A real silo in this process on a scratch database of the real PostgreSQL.</summary>
public sealed class RunningSilo : IAsyncLifetime
{
    private IHost _host = null!;

    /// <summary>What the silo takes for the time.</summary>
    public ShiftedTime Clock { get; } = new();

    public ScratchDatabase Database { get; private set; } = null!;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IGuildGrain Guild(long id) => Grains.GetGrain<IGuildGrain>(id);

    public async ValueTask InitializeAsync()
    {
        Database = await ScratchDatabase.CreateAsync();
        _host = Build(Database.ConnectionString, Clock);
        await _host.StartAsync();
    }

    /// <summary>Another silo process would be built the same way: same cluster, other ports.</summary>
    public static IHost Build(string connectionString, TimeProvider? time = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var ports = FreePorts.Take(2);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "silo-under-test" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:CommunityIntel"] = connectionString,
            ["Silo:SiloPort"] = $"{ports[0]}",
            ["Silo:GatewayPort"] = $"{ports[1]}",
            ["Storage:LingerMs"] = "1",
            ["Storage:CommandTimeoutSeconds"] = "5",
        });
        if (settings is not null) builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error);
        if (time is not null) builder.Services.AddSingleton(time);
        builder.AddCommunityIntelSilo();
        return builder.Build();
    }

    /// <summary>The next call starts the guild from what is durable.</summary>
    public Task DeactivateAsync(long guildId) => DeactivateAsync(Guild(guildId));

    /// <summary>The next call starts the grain from what is durable, whatever the grain is busy with.</summary>
    public static async Task DeactivateAsync(IAddressable grain) => await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Database.DisposeAsync();
    }
}
