using System.Globalization;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Xp;

/// <summary>A channel, category, thread or role as it stands in a list. <c>Under</c>: the category, or the channel of a thread.</summary>
public sealed record ScopeItem(bool IsRole, long Id, string Name, string Icon, string? Under, bool IsGone);

/// <summary>What XP rules can name, by id, with names in the reader's language for what has none.</summary>
public sealed class ScopeIndex
{
    private const int Category = 4;

    private readonly IStringLocalizer<Texts> _texts;
    private readonly Dictionary<long, ScopeChannel> _channels;
    private readonly Dictionary<long, ScopeRole> _roles;

    public ScopeIndex(ScopeChoices choices, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(choices);
        _texts = texts;
        _channels = choices.Channels.ToDictionary(channel => channel.Id);
        _roles = choices.Roles.ToDictionary(role => role.Id);
        Channels = [.. choices.Channels.Where(channel => !channel.IsDeleted).OrderBy(SortKey, StringComparer.CurrentCultureIgnoreCase).Select(channel => Channel(channel.Id))];
        Roles = [.. choices.Roles.Where(role => !role.IsDeleted).OrderBy(role => role.Name, StringComparer.CurrentCultureIgnoreCase).Select(role => Role(role.Id))];
    }

    /// <summary>Those that there are, by category and name.</summary>
    public IReadOnlyList<ScopeItem> Channels { get; }

    public IReadOnlyList<ScopeItem> Roles { get; }

    public GuildNames Names => new(
        _channels.Values.ToDictionary(channel => channel.Id, NameOf), _roles.Values.ToDictionary(role => role.Id, role => role.Name));

    public ScopeItem Channel(long id) => _channels.GetValueOrDefault(id) is { } channel
        ? new(false, id, NameOf(channel), IconOf(channel.Type), UnderOf(channel), channel.IsDeleted)
        : new(false, id, id.ToString(CultureInfo.InvariantCulture), "hash", null, true);

    public ScopeItem Role(long id) => _roles.GetValueOrDefault(id) is { } role
        ? new(true, id, role.Name, "at-sign", null, role.IsDeleted)
        : new(true, id, id.ToString(CultureInfo.InvariantCulture), "at-sign", null, true);

    /// <summary>As rules look at it: the channel itself, then what it stands in, twice.</summary>
    public XpPlace PlaceOf(long channelId)
    {
        var parent = ParentOf(channelId);
        return new(channelId, parent, ParentOf(parent));
    }

    private long ParentOf(long channelId) => _channels.GetValueOrDefault(channelId)?.ParentId ?? 0;

    private string NameOf(ScopeChannel channel) => channel.Name ?? _texts["channel.unnamed", channel.Id.ToString(CultureInfo.InvariantCulture)];

    private string? UnderOf(ScopeChannel channel) => channel.ParentId is { } parent && _channels.GetValueOrDefault(parent) is { } found ? NameOf(found) : null;

    private string SortKey(ScopeChannel channel) => channel.Type == Category ? NameOf(channel) : $"{UnderOf(channel)}\u0001{NameOf(channel)}";

    // Discord API reference, Channel Types.
    private static string IconOf(int type) => type switch
    {
        Category => "folder",
        2 or 13 => "volume-2",
        5 => "megaphone",
        >= 10 and <= 12 => "spool",
        15 or 16 => "message-square",
        _ => "hash",
    };
}
