namespace CommunityIntel.Lab.OpenApi;

/// <summary>Recorded and documented payloads, which lie outside the repository and may be absent.</summary>
public static class SharedPayloads
{
    /// <summary>The folder <c>shared/data/payloads</c> beside any folder above this program; null when there is none.</summary>
    public static string? Folder { get; } = Find();

    public static string? OpenApiPath => Folder is null ? null : Path.Combine(Folder, "discord-openapi", "openapi.json");

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "data", "payloads");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
