namespace CommunityIntel.Deployment.Pods;

/// <summary>Who has which address. Discord's is one of those for documentation (RFC 5737), outside of every cluster's.</summary>
internal static class PodAddresses
{
    public const string Bridge = "br0", Node = "10.77.0.1", Database = "10.77.5.1", Pooler = "10.77.6.1", Discord = "203.0.113.5";

    public static readonly string[] All = ["10.77.0.0/16", "203.0.113.0/24"];

    private static readonly string[] Kinds = ["silo", "bot", "web", "schema"];

    public static string BlockOf(string workload) => $"10.77.{Array.IndexOf(Kinds, workload) + 1}.0/24";

    /// <param name="number">From 1.</param>
    public static string Of(string workload, int number) => $"10.77.{Array.IndexOf(Kinds, workload) + 1}.{number}";
}
