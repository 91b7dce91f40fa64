using System.Globalization;
using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Deployment.Rules;
using CommunityIntel.Deployment.Settings;
using k8s.Models;
using Npgsql;

namespace CommunityIntel.Deployment.Pods;

/// <summary>Makes pods of an overlay's workloads, with the settings of their manifests; only where database and Discord are is ours.</summary>
internal sealed class PodCluster : IAsyncDisposable
{
    private const string Connection = "ConnectionStrings__CommunityIntel";

    private readonly ManifestSet _manifests;
    private readonly string _registry;
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly IReadOnlyDictionary<string, string> _ours;
    private readonly PodNetwork _network;
    private readonly List<Pod> _pods = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <param name="registry">Images are <c>registry/name:local</c>.</param>
    /// <param name="ours">Settings on top of the manifests'.</param>
    public PodCluster(ManifestSet manifests, string registry, NpgsqlConnectionStringBuilder database, IReadOnlyDictionary<string, string> ours)
    {
        (_manifests, _registry, _database, _ours) = (manifests, registry, database, ours);
        _network = new PodNetwork(new NetworkView(manifests));
        foreach (var workload in manifests.Workloads) _network.Know(PeerOf(workload), PodAddresses.BlockOf(workload.Name));
        _network.Know(NetworkPeer.Outside(PodAddresses.Discord), $"{PodAddresses.Discord}/32");
        foreach (var cluster in manifests.All<PostgresCluster>())
            _network.Know(NetworkPeer.OfPods("database", new Dictionary<string, string> { ["cnpg.io/cluster"] = cluster.Metadata.Name }), $"{PodAddresses.Database}/32");
        foreach (var pooler in manifests.All<PostgresPooler>())
            _network.Know(NetworkPeer.OfPods("pooler", new Dictionary<string, string> { ["cnpg.io/poolerName"] = pooler.Metadata.Name }), $"{PodAddresses.Pooler}/32");
        if (!manifests.All<PostgresCluster>().Any()) _network.Know(NetworkPeer.Outside(PodAddresses.Database), $"{PodAddresses.Database}/32");
    }

    public IReadOnlyList<Pod> Pods => _pods;

    /// <summary>The local Discord, where Discord would be: outside, at the port of https.</summary>
    public async Task<Pod> StartDiscordAsync(IReadOnlyDictionary<string, string> environment)
    {
        var like = _manifests.Workload("web");
        var container = new V1Container { Name = "discord", SecurityContext = like.Container.SecurityContext, VolumeMounts = like.Container.VolumeMounts, Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity>() } };
        var pod = new Pod("discord", PodAddresses.Discord, Image("emulator"), like.Pod, container, environment);
        await _network.AddAsync(pod.Name, PodAddresses.Discord, null);
        _pods.Add(pod);
        await pod.StartAsync();
        return pod;
    }

    /// <summary>The next pod of a workload; its init container is <see cref="StartInitAsync"/>.</summary>
    public Task<Pod> StartAsync(string workload) => StartAsync(_manifests.Workload(workload), _manifests.Workload(workload).Container);

    public Task<Pod> StartInitAsync(string workload) => StartAsync(_manifests.Workload(workload), _manifests.Workload(workload).Pod.InitContainers[0]);

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods) await pod.RemoveAsync();
        await _network.DisposeAsync();
    }

    private async Task<Pod> StartAsync(Workload workload, V1Container container)
    {
        var number = _numbers[workload.Name] = _numbers.GetValueOrDefault(workload.Name) + 1;
        var (name, address) = (string.Create(CultureInfo.InvariantCulture, $"{workload.Name}-{number}"), PodAddresses.Of(workload.Name, number));
        var environment = ContainerSettings.Of(container, _manifests, field => field switch
        {
            "status.podIP" => address,
            "metadata.name" => name,
            _ => throw new InvalidOperationException($"{name}: {field} is not known here"),
        }, Secret);
        environment[Connection] = OurConnection(environment[Connection]);
        foreach (var (key, value) in _ours) if (container.Name != "schema") environment[key] = value;
        var pod = new Pod(name, address, Image(container.Image.Split('/')[^1].Split(':')[0]), workload.Pod, container, environment);
        await _network.AddAsync(name, address, PeerOf(workload));
        _pods.Add(pod);
        await pod.StartAsync();
        return pod;
    }

    // The same string with our server in it: what it says of prepared statements stays.
    private string OurConnection(string text)
    {
        var connection = new NpgsqlConnectionStringBuilder(text);
        var isPooled = _manifests.All<PostgresPooler>().Any(p => p.Metadata.Name == connection.Host);
        (connection.Host, connection.Port, connection.Database, connection.Username) = (isPooled ? PodAddresses.Pooler : PodAddresses.Database, 5432, _database.Database, _database.Username);
        connection.SslMode = SslMode.Disable;
        return connection.ConnectionString;
    }

    private string? Secret(string name, string key) => key switch
    {
        "password" => _database.Password,
        "discord-token" => "emulator-token",
        "discord-client-secret" => "emulator-secret",
        _ => null,
    };

    private string Image(string name) => $"{_registry}/{name}:local";

    private static NetworkPeer PeerOf(Workload workload) => NetworkPeer.OfPods(workload.Name, workload.Labels, workload);
}
