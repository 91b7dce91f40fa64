using DbUp.Engine;

namespace CommunityIntel.Storage.Migrations;

/// <summary>
/// A script waits only so long for a lock: whoever comes after it waits behind it, commits of running silos among them, which give up after
/// <see cref="StorageOptions.CommandTimeoutSeconds"/>. What had to wait longer is tried again.
/// </summary>
internal sealed class LockLimit : IScriptPreprocessor
{
    public const int Seconds = 3;

    public string Process(string contents) => $"SET LOCAL lock_timeout = '{Seconds}s';\n{contents}";
}
