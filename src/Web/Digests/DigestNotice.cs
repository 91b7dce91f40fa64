using System.Globalization;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Digests;

/// <summary>What a manager can tell members about digests: what is kept, of which channels, for how long, who sees it, and how to keep out of it.</summary>
/// <param name="hidden">Channels that not everybody reads: counted, so that the message tells nobody of them by name.</param>
public sealed class DigestNotice(IStringLocalizer<Texts> texts, GuildNames names, IReadOnlySet<long> hidden)
{
    /// <summary>More are counted rather than named: Discord takes 2,000 characters.</summary>
    private const int MostChannels = 15;

    /// <param name="providers">The names of those that run a language model; none = nobody outside reads along.</param>
    /// <param name="language">That of the digests, not the reader's.</param>
    public string Of(DigestSettings settings, IReadOnlyCollection<string> providers, Language language)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(language);
        var (format, reader) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (language.Format, language.Texts);
        try
        {
            return string.Join("\n", Lines(settings, providers));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (format, reader);
        }
    }

    private IEnumerable<string> Lines(DigestSettings settings, IReadOnlyCollection<string> providers) =>
    [
        texts["digest.notice.title"], "",
        texts["digest.notice.what"], texts["digest.notice.where", Channels(settings.ChannelIds)], texts["digest.notice.long", texts.Count("duration.days", settings.KeepDays)],
        settings.AudienceRoleId == 0 ? texts["digest.notice.everyone"] : texts["digest.notice.role", names.Role(settings.AudienceRoleId, texts)],
        texts[settings.NamesAuthors ? "digest.notice.names" : "digest.notice.nameless"],
        providers.Count == 0 ? texts["digest.notice.no-model"] : texts["digest.notice.model", string.Join(", ", providers)],
        texts["digest.notice.out", $"/{texts["command.privacy"]} {texts["command.privacy.stop"]}"],
    ];

    private string Channels(IReadOnlyList<long> ids)
    {
        var open = ids.Where(id => !hidden.Contains(id)).Order().ToList();
        var parts = open.Take(MostChannels).Select(id => names.Channel(id, texts)).ToList();
        if (open.Count > MostChannels) parts.Add(texts["digest.notice.more", Figures.Exact(open.Count - MostChannels)]);
        if (open.Count < ids.Count) parts.Add(texts.Count("digest.notice.hidden", ids.Count - open.Count));
        return string.Join(", ", parts);
    }
}
