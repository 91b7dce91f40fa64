namespace CommunityIntel.Benchmarks.Pipeline;

/// <summary>A process and its children, read from /proc.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time, that of ended children included.</summary>
    public static double CpuSeconds(int root) => Members(root).Sum(pid =>
    {
        var fields = Stat(pid);
        var own = double.Parse(fields[11], null) + double.Parse(fields[12], null);
        return (pid == root ? own + double.Parse(fields[13], null) + double.Parse(fields[14], null) : own) / TicksPerSecond;
    });

    /// <summary>Memory with shared pages divided among those who share them (PSS).</summary>
    public static long ProportionalBytes(int root) => Members(root).Sum(pid =>
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    });

    private static IEnumerable<int> Members(int root)
    {
        yield return root;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid)) continue;
            string[] fields;
            try
            {
                fields = Stat(pid);
            }
            catch (IOException)
            {
                continue;
            }

            if (fields[1] == $"{root}") yield return pid;
        }
    }

    // The fields after the name, which may hold spaces: state, parent, …
    private static string[] Stat(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
