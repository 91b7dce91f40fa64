namespace CommunityIntel.Lab;

/// <summary>
/// Recorded chats and payloads that are too large or too freely licensed to live in the repository: a folder
/// <c>shared/data</c> in the repository or beside one of the folders above it.
/// </summary>
public static class SharedData
{
    /// <summary>The folder; null = this machine has none, and tests of it skip themselves.</summary>
    public static string? Root { get; } =
        Repository.Above(Repository.Root).Select(folder => Path.Combine(folder, "shared", "data")).FirstOrDefault(Directory.Exists);

    /// <summary>A file or folder in it; null when it is not here.</summary>
    public static string? Find(params string[] path) =>
        Root is not null && Path.Combine([Root, .. path]) is var found && Path.Exists(found) ? found : null;
}
