using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommunityIntel.DiscordEmulator.Control;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>A digest as Discord shows it.</summary>
internal sealed partial record Card(string Title, string Description, string Foot)
{
    public static Card Of(JsonElement message)
    {
        var embed = message.GetProperty("embeds")[0];
        return new Card(embed.GetProperty("title").GetString()!, embed.GetProperty("description").GetString()!, embed.GetProperty("footer").GetProperty("text").GetString()!);
    }

    public static Card Of(MessageView message) => Of(message.Json!.Value);

    /// <summary>Guild, channel and message of every link in it.</summary>
    public IReadOnlyList<(ulong Guild, ulong Channel, ulong Message)> Links => [.. Link().Matches(Description).Select(m => (Id(m, 1), Id(m, 2), Id(m, 3)))];

    /// <summary>What is left without its links and without what is escaped.</summary>
    public string Bare => Escaped().Replace(Link().Replace(Description, ""), "");

    private static ulong Id(Match match, int group) => ulong.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\]\(https://discord\.com/channels/(\d+)/(\d+)/(\d+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\\[^\w\s]")]
    private static partial Regex Escaped();
}
