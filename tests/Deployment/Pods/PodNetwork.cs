using System.Globalization;
using CommunityIntel.Deployment.Rules;

namespace CommunityIntel.Deployment.Pods;

/// <summary>
/// A network namespace for each pod, on one bridge in the namespace that this process is in, and in each a firewall that does what the
/// overlay's NetworkPolicies say. The node, which is us, asks probes only.
/// </summary>
internal sealed class PodNetwork(NetworkView policies) : IAsyncDisposable
{
    private const string Prefix = "ci-pod-";
    private static readonly int[] Ports = [11_111, 30_000, 8080, 9090, 5432, 443];

    private readonly List<(NetworkPeer Peer, string Block)> _known = [];
    private readonly List<string> _made = [];

    /// <summary>Whoever has an address of that block, also those that come later.</summary>
    public void Know(NetworkPeer peer, string block) => _known.Add((peer, block));

    public static string PathOf(string pod) => $"/run/netns/{Prefix}{pod}";

    /// <summary>Whether a connection can be begun from inside a pod.</summary>
    public static async Task<bool> ReachesAsync(string pod, string address, int port) =>
        (await Tool.TryAsync("ip", "netns", "exec", Prefix + pod, "timeout", "3", "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/{address}/{port}"))).Code == 0;

    /// <param name="peer">What the policies call it; null = nothing is kept from it or to it.</param>
    public async Task AddAsync(string pod, string address, NetworkPeer? peer)
    {
        var (space, line) = (Prefix + pod, string.Create(CultureInfo.InvariantCulture, $"pod{_made.Count}"));
        await Tool.RunAsync("ip", "netns", "add", space);
        _made.Add(space);
        await Tool.RunAsync("ip", "link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", space);
        await Tool.RunAsync("ip", "link", "set", line, "master", PodAddresses.Bridge, "up");
        await Tool.RunAsync("ip", "-n", space, "link", "set", "lo", "up");
        await Tool.RunAsync("ip", "-n", space, "addr", "add", $"{address}/32", "dev", "eth0");
        await Tool.RunAsync("ip", "-n", space, "link", "set", "eth0", "up");
        foreach (var block in PodAddresses.All) await Tool.RunAsync("ip", "-n", space, "route", "add", block, "dev", "eth0", "src", address);
        // The local Discord answers where Discord does.
        await Tool.RunAsync("ip", "netns", "exec", space, "sysctl", "-q", "-w", "net.ipv4.ip_unprivileged_port_start=0");
        if (peer is not null) await ProtectAsync(space, peer);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var space in _made) await Tool.TryAsync("ip", "netns", "del", space);
    }

    // Without connection tracking: what belongs to a connection may pass, and to begin one needs a rule.
    private async Task ProtectAsync(string space, NetworkPeer peer)
    {
        List<string> lines = ["*filter", ":INPUT DROP", ":FORWARD DROP", ":OUTPUT DROP", "-A INPUT -i lo -j ACCEPT", "-A OUTPUT -o lo -j ACCEPT",
            "-A INPUT -p tcp ! --syn -j ACCEPT", "-A OUTPUT -p tcp ! --syn -j ACCEPT", $"-A INPUT -s {PodAddresses.Node} -p tcp --dport 8080 -j ACCEPT"];
        foreach (var (other, block) in _known)
            foreach (var port in Ports)
            {
                if (policies.Allows(peer, other, port)) lines.Add(string.Create(CultureInfo.InvariantCulture, $"-A OUTPUT -d {block} -p tcp --dport {port} -j ACCEPT"));
                if (policies.Allows(other, peer, port)) lines.Add(string.Create(CultureInfo.InvariantCulture, $"-A INPUT -s {block} -p tcp --dport {port} -j ACCEPT"));
            }

        lines.Add("COMMIT");
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, lines);
        await Tool.RunAsync("ip", "netns", "exec", space, "iptables-restore", file);
        File.Delete(file);
    }
}
