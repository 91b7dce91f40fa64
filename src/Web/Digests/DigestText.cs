using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Digests;

/// <summary>The settings of digests in words, field by field: for a choice between two versions, and for the audit log.</summary>
public sealed class DigestText(IStringLocalizer<Texts> texts, GuildNames names)
{
    public IReadOnlyList<SettingField> Describe(DigestSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            new("channels", texts["digest.channels"], settings.ChannelIds is { Count: > 0 } ids ? string.Join(", ", ids.Order().Select(id => names.Channel(id, texts))) : "–"),
            new("keep-days", texts["digest.keep"], texts.Count("duration.days", settings.KeepDays)),
            new("daily", texts["digest.daily"], YesOrNo(settings.IsDaily)),
            new("weekly", texts["digest.weekly"], YesOrNo(settings.IsWeekly)),
            new("hour", texts["digest.hour"], settings.Hour is >= 0 and < 24 ? Dates.Hour(settings.Hour) : Figures.Exact(settings.Hour)),
            new("language", texts["digest.language"], texts[$"digest.language.{DigestWords.Word(settings.Language)}"]),
            new("length", texts["digest.length"], texts[$"digest.length.{DigestWords.Word(settings.Length)}"]),
            new("names", texts["digest.names"], YesOrNo(settings.NamesAuthors)),
            new("post", texts["digest.post"], settings.PostChannelId == 0 ? texts["digest.post.none"] : names.Channel(settings.PostChannelId, texts)),
            new("audience", texts["digest.audience"], settings.AudienceRoleId == 0 ? "@everyone" : names.Role(settings.AudienceRoleId, texts)),
        ];
    }

    private string YesOrNo(bool value) => texts[value ? "yes" : "no"];
}
