namespace CommunityIntel.Lab.Web;

/// <summary>The Chromium of this machine, without a screen and without calls home; <c>CHROMIUM_PATH</c> names another than Debian's.</summary>
public static class Chromium
{
    public static string Executable => Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    public static IReadOnlyList<string> Switches { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];
}
