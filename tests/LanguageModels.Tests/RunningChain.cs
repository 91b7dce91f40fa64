using System.Globalization;
using CommunityIntel.Lab.LanguageModels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>Scripted endpoints named a, b, … and the chain that asks them, as the product registers it.</summary>
internal sealed class RunningChain : IAsyncDisposable
{
    public const string Key = "sk-secret-1234567890";

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _services;

    private RunningChain(List<ScriptedModelServer> servers, Dictionary<string, string?> settings)
    {
        Servers = servers;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddLanguageModels(configuration)
            .BuildServiceProvider();
    }

    public List<ScriptedModelServer> Servers { get; }

    public ScriptedModelServer A => Servers[0];

    public ScriptedModelServer B => Servers[1];

    public WatchedTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public Budget Budget { get; init; } = new();

    public ILanguageModel Model => _services.GetRequiredService<ILanguageModel>();

    /// <param name="settings">Beside what makes a chain; relative to the section, as Providers:0:Model=x.</param>
    public static async Task<RunningChain> StartAsync(int providers = 2, Budget? budget = null, params string[] settings)
    {
        var servers = new List<ScriptedModelServer>();
        var all = new Dictionary<string, string?>();
        for (var i = 0; i < providers; i++)
        {
            servers.Add(await ScriptedModelServer.StartAsync());
            var entry = string.Create(CultureInfo.InvariantCulture, $"LanguageModels:Providers:{i}");
            all[$"{entry}:Name"] = ((char)('a' + i)).ToString();
            all[$"{entry}:BaseAddress"] = servers[i].BaseAddress.AbsoluteUri;
            all[$"{entry}:Model"] = $"model-{(char)('a' + i)}";
            all[$"{entry}:Key"] = Key;
        }

        foreach (var setting in settings) all[$"LanguageModels:{setting.Split('=')[0]}"] = setting.Split('=')[1];
        return new RunningChain(servers, all) { Budget = budget ?? new Budget() };
    }

    /// <summary>Fails when it takes longer than anything here may.</summary>
    public Task<ModelAnswer> AskAsync(ModelRequest? request = null, Func<string, bool>? accept = null, CancellationToken ct = default) =>
        Model.AskAsync(request ?? Some.Request(), Budget, accept ?? (static _ => true), ct).WaitAsync(Enough, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var server in Servers) await server.DisposeAsync();
    }
}
