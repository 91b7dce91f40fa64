using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Digests;

/// <summary>What is wrong with settings.</summary>
public enum DigestFault
{
    TooManyChannels = 0,
    ChannelUnknown = 1,
    ChannelNotForText = 2,
    KeepDaysOutOfBounds = 3,
    HourOutOfBounds = 4,
    RoleUnknown = 5,
    PostChannelUnusable = 6,
    ChoiceUnknown = 7,

    /// <summary>A day's or week's texts would be gone before its digest is made; <c>Number</c> is what it takes.</summary>
    KeepDaysTooFew = 8,
}

/// <summary>One thing that is wrong. <c>Id</c>: the channel or role it is about; 0 = none.</summary>
public sealed record DigestProblem(DigestFault Fault, long Id = 0, int Number = 0);

/// <summary>Whether digest settings can be meant. All problems at once, so that they can be mended at once.</summary>
public static class DigestCheck
{
    public static IReadOnlyList<DigestProblem> Of(DigestSettings s, IReadOnlyDictionary<long, Channel> channels, GuildRoles roles) =>
        s.ChannelIds.Count > DigestSettings.MostChannels ? [new(DigestFault.TooManyChannels, Number: s.ChannelIds.Count)] : [.. ProblemsOf(s, channels, roles)];

    private static IEnumerable<DigestProblem> ProblemsOf(DigestSettings s, IReadOnlyDictionary<long, Channel> channels, GuildRoles roles)
    {
        foreach (var id in s.ChannelIds)
        {
            if (!channels.TryGetValue(id, out var channel) || channel.IsDeleted) yield return new(DigestFault.ChannelUnknown, id);
            else if (!channel.IsForText) yield return new(DigestFault.ChannelNotForText, id);
        }

        if (s.KeepDays is < 1 or > DigestSettings.MostKeepDays) yield return new(DigestFault.KeepDaysOutOfBounds, Number: s.KeepDays);
        if (s.ChannelIds.Count > 0 && s.KeepDays < DigestSettings.FewestDaysFor(s.IsDaily, s.IsWeekly)) yield return new(DigestFault.KeepDaysTooFew, Number: DigestSettings.FewestDaysFor(s.IsDaily, s.IsWeekly));
        if (s.Hour is < 0 or > DigestSettings.LastHour) yield return new(DigestFault.HourOutOfBounds, Number: s.Hour);
        if (s.AudienceRoleId != 0 && roles.Find(s.AudienceRoleId) is null) yield return new(DigestFault.RoleUnknown, s.AudienceRoleId);
        if (s.PostChannelId != 0 && !(channels.TryGetValue(s.PostChannelId, out var post) && post is { IsDeleted: false, Type: 0 or 2 or 5 or 10 or 11 or 12 or 13 }))
            yield return new(DigestFault.PostChannelUnusable, s.PostChannelId);
        if (!Enum.IsDefined(s.Language) || !Enum.IsDefined(s.Length)) yield return new(DigestFault.ChoiceUnknown);
    }
}
