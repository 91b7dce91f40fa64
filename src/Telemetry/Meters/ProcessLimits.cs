using System.Globalization;

namespace CommunityIntel.Telemetry.Meters;

/// <summary>What the system lets this process use. A container's limits are those of its control group, version 2 or 1.</summary>
internal sealed record ProcessLimits(long MemoryBytes, double Cores)
{
    /// <summary>As found under <paramref name="root"/>, usually /.</summary>
    public static ProcessLimits Of(string root)
    {
        var machine = MachineMemory(root);
        var group = GroupOf(root);
        var memory = Least(machine,
            Bytes(root, $"sys/fs/cgroup{group}/memory.max"), Bytes(root, "sys/fs/cgroup/memory.max"),
            Bytes(root, $"sys/fs/cgroup/memory{group}/memory.limit_in_bytes"), Bytes(root, "sys/fs/cgroup/memory/memory.limit_in_bytes"));
        var cores = Quota(Text(root, $"sys/fs/cgroup{group}/cpu.max")) ?? Quota(Text(root, "sys/fs/cgroup/cpu.max"))
            ?? Quota($"{Text(root, "sys/fs/cgroup/cpu/cpu.cfs_quota_us")} {Text(root, "sys/fs/cgroup/cpu/cpu.cfs_period_us")}");
        return new ProcessLimits(memory, Math.Min(cores ?? Environment.ProcessorCount, Environment.ProcessorCount));
    }

    private static long MachineMemory(string root)
    {
        var line = Text(root, "proc/meminfo")?.Split('\n').FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        return line is not null && long.TryParse(line["MemTotal:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes << 10 : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    /// <summary>The group's path in version 2; "" in a container, where it is the root.</summary>
    private static string GroupOf(string root) =>
        Text(root, "proc/self/cgroup")?.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?["0::".Length..].TrimEnd('/') ?? "";

    private static long Least(long most, params ReadOnlySpan<long?> limits)
    {
        foreach (var limit in limits) most = Math.Min(most, limit ?? most);
        return most;
    }

    // "max" is no number, and no limit.
    private static long? Bytes(string root, string path) => long.TryParse(Text(root, path), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    private static double? Quota(string? quotaAndPeriod) =>
        quotaAndPeriod?.Split(' ') is [var quota, var period] && double.TryParse(quota, CultureInfo.InvariantCulture, out var micros) && double.TryParse(period, CultureInfo.InvariantCulture, out var each)
        && micros > 0 && each > 0 ? micros / each : null;

    private static string? Text(string root, string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
