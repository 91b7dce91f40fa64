using System.Globalization;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Rewards;

/// <summary>Rewards and announcements in words, field by field: for a choice between two versions, and for the audit log.</summary>
public sealed class RewardsText(IStringLocalizer<Texts> texts, GuildNames names)
{
    public IReadOnlyList<SettingField> Describe(RewardSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. settings.Roles.Select(r => new SettingField(
            r.RoleId.ToString(CultureInfo.InvariantCulture), r.Name, texts[r.ReplacesLower ? "rewards.in-place" : "rewards.beside", Number(r.Level)]))];
    }

    public IReadOnlyList<SettingField> Describe(AnnouncementSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            new("place", texts["announce.place"], texts[$"announce.place.{settings.Place}"]),
            new("channel", texts["announce.channel"], settings.ChannelId is { } id ? names.Channel(id, texts) : "–"),
            new("template", texts["announce.template"], settings.Template ?? "–"),
            new("every", texts["announce.every"], Number(settings.EveryLevels)),
            new("minimum", texts["announce.minimum"], Number(settings.MinimumLevel)),
            new("rewards-only", texts["announce.rewards-only"], texts[settings.RewardLevelsOnly ? "yes" : "no"]),
            new("pings", texts["announce.pings"], texts[settings.PingsMember ? "yes" : "no"]),
        ];
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
