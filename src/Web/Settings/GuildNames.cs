using System.Globalization;
using CommunityIntel.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Settings;

/// <summary>What a guild's channels and roles are called, for words about its settings. What is gone is told by its id.</summary>
public sealed record GuildNames(IReadOnlyDictionary<long, string> Channels, IReadOnlyDictionary<long, string> Roles)
{
    public static GuildNames None { get; } = new(new Dictionary<long, string>(), new Dictionary<long, string>());

    public string Channel(long id, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Channels.GetValueOrDefault(id) is { } name ? $"#{name}" : texts["channel.unknown", id.ToString(CultureInfo.InvariantCulture)];
    }

    public string Role(long id, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Roles.GetValueOrDefault(id) is { } name ? $"@{name}" : texts["role.unknown", id.ToString(CultureInfo.InvariantCulture)];
    }
}
