namespace CommunityIntel.Tools.Migration;

/// <summary>Connection strings by the name of what holds them: an argument would stand in the list of processes.</summary>
internal static class NamedConnection
{
    /// <summary>Of an environment variable, or the first line of a file.</summary>
    /// <exception cref="FormatException">There is neither.</exception>
    public static string Read(string name, string what)
    {
        if (name.Contains("://", StringComparison.Ordinal) || name.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"the {what}'s connection string is not to be an argument, where everybody on this machine can read it: put it into an environment variable or a file and name that");
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) return value;
        if (File.Exists(name) && File.ReadLines(name).FirstOrDefault(line => line.Trim().Length > 0) is { } line) return line.Trim();
        throw new FormatException($"{name} is neither an environment variable nor a file that holds the {what}'s connection string, Host=…;Database=…;Username=…;Password=… or postgres://user:password@host:5432/database?sslmode=require");
    }
}
