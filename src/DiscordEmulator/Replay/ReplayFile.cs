using System.IO.Compression;
using System.Text.Json;

namespace CommunityIntel.DiscordEmulator.Replay;

/// <summary>Reads JSON Lines, gunzipping by file name.</summary>
public static class ReplayFile
{
    public static IEnumerable<ReplayLine> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var lines = new StreamReader(content);
        while (lines.ReadLine() is { } line)
            if (line.Length > 0)
                yield return JsonSerializer.Deserialize(line, ReplayJson.Default.ReplayLine)!;
    }
}
