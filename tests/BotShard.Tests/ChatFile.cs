namespace CommunityIntel.BotShard.Tests;

/// <summary>A chat to replay, on disk until disposed.</summary>
internal sealed class ChatFile : IDisposable
{
    public ChatFile(IEnumerable<string> lines) => File.WriteAllLines(Path, lines);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"chat-{Environment.ProcessId}-{Guid.NewGuid():N}.jsonl");

    public void Dispose() => File.Delete(Path);
}
