namespace CommunityIntel.Web.Settings;

/// <summary>A page of a guild's settings. <c>Path</c> is below the guild's address; its title is the text <c>settings.NAME</c>.</summary>
public sealed record SettingsPage(string Name, string Path);

/// <summary>The side navigation of a guild's settings, in order. A new page adds its line here.</summary>
public static class SettingsPages
{
    public static IReadOnlyList<SettingsPage> All { get; } =
    [
        new("setup", "setup"),
        new("xp", "settings/xp"),
        new("channels", "settings/channels"),
        new("rewards", "settings/rewards"),
        new("announcements", "settings/announcements"),
        new("digest", "settings/digest"),
        new("clock", "settings/clock"),
        new("notes", "settings/notes"),
        new("privacy", "settings/privacy"),
        new("members", "settings/members"),
        new("billing", "billing"),
        new("audit", "audit"),
    ];
}
