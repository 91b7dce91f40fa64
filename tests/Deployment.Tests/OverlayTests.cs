using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Deployment.Rules;
using YamlDotNet.Core;

namespace CommunityIntel.Deployment.Tests;

public sealed class OverlayTests
{
    [Theory, InlineData("small"), InlineData("production")]
    public void Everything_in_an_overlay_fits_together(string overlay)
    {
        AllRules.Faults(ManifestSet.Read(Overlays.Yaml(overlay))).Should().BeEmpty();
    }

    [Fact]
    public void The_operator_of_Prometheus_is_given_the_rules_as_they_are()
    {
        var given = File.ReadAllText(Path.Combine(Lab.Repository.Root, "k8s", "overlays", "production", "alerts.yaml"));
        var rules = File.ReadAllLines(Path.Combine(Lab.Repository.Root, "monitoring", "prometheus", "rules.yaml")).Select(line => line.Length == 0 ? line : "  " + line);
        given[(given.IndexOf("spec:\n", StringComparison.Ordinal) + "spec:\n".Length)..].TrimEnd().Should().Be(string.Join('\n', rules).TrimEnd());
    }

    [Theory, InlineData("small", 3, 1), InlineData("production", 3, 1)]
    public void An_overlay_has_silos_workers_web_and_the_job_of_the_schema(string overlay, int deployments, int jobs)
    {
        var workloads = ManifestSet.Read(Overlays.Yaml(overlay)).Workloads;
        workloads.Count(w => w.Kind == "Deployment").Should().Be(deployments);
        workloads.Count(w => w.Kind == "Job").Should().Be(jobs);
    }

    [Theory]
    [InlineData("terminationGracePeriodSeconds", "terminationGracePeriodsSeconds")]
    [InlineData("topologySpreadConstraints", "topologySpreadConstrains")]
    [InlineData("minReplicaCount", "minReplicas")]
    [InlineData("podMetricsEndpoints", "endpoints")]
    [InlineData("poolMode", "poolmode")]
    [InlineData("primaryUpdateStrategy", "primaryUpdateStrategi")]
    [InlineData("autoscaling/v2\n", "autoscaling/v2beta2\n")]
    [InlineData("maxReplicas: 10", "maxReplicas: ten")]
    [InlineData("memory: 1Gi", "memory: 1Gib")]
    [InlineData("  Orleans__ServiceId: community-intel\n", "  Orleans__ServiceId: community-intel\n  Orleans__ServiceId: community-intel\n")]
    public void What_Kubernetes_or_an_operator_would_not_know_is_refused(string old, string put)
    {
        var yaml = Overlays.With("production", old, put);
        var refusal = FluentActions.Invoking(() => AllRules.Faults(ManifestSet.Read(yaml)).Count()).Should().Throw<Exception>().Which;
        (refusal is YamlException or KeyNotFoundException or FormatException).Should().BeTrue("{0}", refusal);
    }

    [Theory]
    [InlineData("      app.kubernetes.io/name: silo\n  strategy", "      app.kubernetes.io/name: sil\n  strategy", "Deployment silo: the selector does not select its own pods")]
    [InlineData("    app.kubernetes.io/name: web\n  sessionAffinity", "    app.kubernetes.io/name: webb\n  sessionAffinity", "Service web: selects no pod")]
    [InlineData("containerPort: 30000", "containerPort: 70000", "silo: 70000 is no port")]
    [InlineData("path: /health/ready", "path: /healthz", "asks /healthz, which nobody answers")]
    [InlineData("            path: /health/live\n            port: http\n          periodSeconds: 10", "            path: /health/ready\n            port: http\n          periodSeconds: 10", "which depends on others")]
    [InlineData("name: metrics\n", "name: metric\n", "PodMonitor web: web has no port metrics")]
    [InlineData("    targetPort: http\n", "    targetPort: htttp\n", "Service web: web has no port htttp")]
    [InlineData("            port:\n              name: http\n", "            port:\n              name: https\n", "Ingress web: there is no Service web with port https")]
    [InlineData("port: gateway", "port: gatewai", "silo has no port gatewai")]
    [InlineData("    name: bot\n  triggers", "    name: silo\n  triggers", "Deployment silo is scaled by HorizontalPodAutoscaler silo and by ScaledObject bot")]
    [InlineData("    name: bot\n  triggers", "    name: bots\n  triggers", "ScaledObject bot: there is no Deployment bots")]
    [InlineData("communityintel_botshard_events_pending", "communityintel_botshard_event_pending", "nobody measures communityintel_botshard_event_pending")]
    [InlineData("  maxUnavailable: 1\n  selector", "  maxUnavailable: 0\n  selector", "keeps a node from ever being emptied")]
    [InlineData("minReplicas: 3", "minReplicas: 30", "between 30 and 10 is nothing")]
    [InlineData("name: Silo__AdvertisedAddress", "name: Silo__AdvertizedAddress", "silo: nobody reads Silo__AdvertizedAddress")]
    [InlineData("Orleans__ClusterId:", "Orleans__Cluster:", "nobody reads Orleans__Cluster")]
    [InlineData("Web__KnownProxies__0:", "Web__KnownProxy__0:", "nobody reads Web__KnownProxy__0")]
    [InlineData("name: Web__MetricsPort", "name: Web__MetricPort", "nobody reads Web__MetricPort")]
    [InlineData("            name: community-intel-database-", "            name: community-intel-databases-", "there is no ConfigMap community-intel-databases-")]
    [InlineData("mountPath: /tmp\n          name: tmp\n", "mountPath: /tmp\n          name: temp\n", "there is no volume temp")]
    [InlineData("cidr: 0.0.0.0/0", "cidr: 10.0.0.0/8", "does not reach 162.159.128.233 at 443")]
    [InlineData("        - 10.0.0.0/8\n", "", "reaches 10.1.2.3 at 443, and need not")]
    [InlineData("k8s-app: kube-dns", "k8s-app: dns", "does not reach kube-system at 53")]
    [InlineData("kubernetes.io/metadata.name: monitoring", "kubernetes.io/metadata.name: prometheus", "monitoring does not reach silo at 8080")]
    [InlineData("      cnpg.io/cluster: community-intel-db\n  policyTypes", "      cnpg.io/cluster: db\n  policyTypes", "NetworkPolicy postgres: selects no pod")]
    [InlineData("terminationGracePeriodSeconds: 90", "terminationGracePeriodSeconds: 60", "Deployment silo: is killed after 60 s, and may need 75")]
    [InlineData("maxSurge: 1", "maxSurge: 0", "an update takes one away before the next is there")]
    [InlineData("runAsUser: 1654", "runAsUser: 0", "may run as root")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write into its image")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "may gain privileges")]
    [InlineData("            - ALL\n", "            - NET_RAW\n", "keeps capabilities")]
    [InlineData("type: RuntimeDefault", "type: Unconfined", "any system call is allowed")]
    [InlineData("automountServiceAccountToken: false", "automountServiceAccountToken: true", "is given a token for the API server")]
    [InlineData("serviceAccountName: bot", "serviceAccountName: bots", "there is no ServiceAccount bots")]
    [InlineData("          limits:\n            memory: 1Gi\n", "", "has no limit of memory")]
    [InlineData("          requests:\n            cpu: 500m\n            memory: 512Mi\n", "", "silo requests no cpu")]
    [InlineData("pod-security.kubernetes.io/enforce: restricted", "pod-security.kubernetes.io/enforce: baseline", "does not enforce the restricted level")]
    [InlineData("community-intel/silo:0.1.0", "community-intel/silo:latest", "is not pinned")]
    [InlineData("community-intel/web:0.1.0", "community-intel/webb:0.1.0", "the Dockerfile makes no webb")]
    [InlineData("community-intel/bot:0.1.0", "community-intel/bot:0.0.9", "is not of version")]
    [InlineData("key: discord-token", "key: discord-tokens", "nobody makes a secret community-intel with discord-tokens")]
    [InlineData("  Orleans__ServiceId: community-intel\n", "  Orleans__ServiceId: community-intel\n  Discord__Token: abc\n", "Discord__Token is a secret")]
    [InlineData("Max Auto Prepare=0", "Max Auto Prepare=20", "a transaction pooler keeps nothing of a connection")]
    [InlineData("Host=community-intel-db-rw", "Host=community-intel-db-pooler", "a transaction pooler keeps nothing of a connection")]
    [InlineData("Host=community-intel-db-rw", "Host=community-intel-database", "nobody is community-intel-database")]
    public void A_seeded_mistake_is_found(string old, string put, string told)
    {
        var faults = AllRules.Faults(ManifestSet.Read(Overlays.With("production", old, put))).ToList();
        faults.Should().Contain(f => f.Contains(told, StringComparison.Ordinal), "the rules said: {0}", string.Join("; ", faults));
    }
}
