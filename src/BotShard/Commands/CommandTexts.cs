using System.Globalization;
using CommunityIntel.Discord;
using CommunityIntel.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Texts of commands in the languages that the product speaks.</summary>
public sealed class CommandTexts(IStringLocalizer<Texts> texts)
{
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");
    public static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>French where Discord's locale is <c>fr</c>, English elsewhere.</summary>
    public static CultureInfo CultureOf(string? locale) => locale == "fr" ? French : English;

    public string In(CultureInfo culture, string key, params object[] arguments)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = culture;
        try
        {
            var text = texts[key];
            if (text.ResourceNotFound) throw new KeyNotFoundException($"there is no text {key}");
            return arguments.Length == 0 ? text.Value : string.Format(culture, text.Value, arguments);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>What somebody reads who may not do it: the permission that is missing, and whom to ask.</summary>
    /// <param name="needed">One of those that have a text, <c>permission.ManageGuild</c>.</param>
    public string Refusal(CultureInfo culture, DiscordPermissions needed) => In(culture, "command.refused", In(culture, $"permission.{needed}"));

    /// <summary>The default of a text that Discord shows in its own language: English.</summary>
    public string Default(string key) => In(English, key);

    /// <summary>The same by Discord locale.</summary>
    public Dictionary<string, string> Others(string key) => new() { ["fr"] = In(French, key) };
}
