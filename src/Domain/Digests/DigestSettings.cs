namespace CommunityIntel.Domain.Digests;

/// <summary>The language of a guild's digests. Numbers are stored.</summary>
public enum DigestLanguageChoice
{
    /// <summary>French where the guild's own is, otherwise English.</summary>
    Guild = 0,
    English = 1,
    French = 2,
}

/// <summary>
/// What digests are made of, when and for whom. <c>ChannelIds</c> ascending: text is kept of messages in them and in their public threads, for at most
/// <c>KeepDays</c>. <c>Hour</c> is local. <c>PostChannelId</c> 0 = not posted. <c>AudienceRoleId</c> 0 = @everyone.
/// </summary>
public sealed record DigestSettings(
    IReadOnlyList<long> ChannelIds, int KeepDays, bool IsDaily, bool IsWeekly, int Hour, DigestLanguageChoice Language, DigestLength Length, bool NamesAuthors,
    long PostChannelId, long AudienceRoleId)
{
    public const int MostChannels = 50, MostKeepDays = 30, LastHour = 23;

    /// <summary>Until somebody chooses: no text is kept, and digests are neither planned nor posted.</summary>
    public static DigestSettings Usual { get; } = new([], 8, false, false, 8, DigestLanguageChoice.Guild, DigestLength.Brief, false, 0, 0);

    /// <summary>Days that text must be kept for, so that a span is whole in every time zone when its digest is made.</summary>
    public static int FewestDaysFor(bool isDaily, bool isWeekly) => isWeekly ? 8 : isDaily ? 2 : 1;

    public DigestLanguage LanguageIn(string guildLocale) => Language switch
    {
        DigestLanguageChoice.English => DigestLanguage.English,
        DigestLanguageChoice.French => DigestLanguage.French,
        _ => guildLocale.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? DigestLanguage.French : DigestLanguage.English,
    };
}

/// <summary>Settings to be written. <c>Version</c>: how often they were changed. <c>KeptChannelIds</c>: of others, threads included, no text stays.</summary>
public sealed record ChangedDigestSettings(DigestSettings Settings, int Version, IReadOnlyList<long> KeptChannelIds, long AtMs);
