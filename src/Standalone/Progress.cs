namespace CommunityIntel.Standalone;

/// <summary>What a person at the terminal reads while everything starts.</summary>
internal static class Progress
{
    public static void Step(string text) => Console.WriteLine($"  • {text}");

    public static void Ready(string url, bool demo)
    {
        Console.WriteLine();
        Console.WriteLine($"Community Intelligence is running: {url}");
        Console.WriteLine(demo
            ? "A simulated Discord with living communities is attached; sign in as any of its people. Ctrl-C stops everything, data stays."
            : "Connected to Discord. Ctrl-C stops everything, data stays.");
    }

    public static void Failed(string text)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine($"Cannot start: {text}");
    }
}
