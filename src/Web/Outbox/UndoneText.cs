using CommunityIntel.Languages;
using System.Globalization;
using CommunityIntel.GrainInterfaces.Outbox;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Outbox;

/// <summary>What was to be done on Discord and why it was not, in words that say what to do about it.</summary>
public static class UndoneText
{
    public static string What(IStringLocalizer<Texts> texts, OpenAction action)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(action);
        var member = Apart(action.UserName ?? texts["undone.somebody"]);
        return action.Kind switch
        {
            OpenActionKind.SetRoles => texts["undone.roles", string.Join(", ", action.RoleNames.Select(name => Apart(name ?? texts["undone.role"]))), member],
            OpenActionKind.PostDigest => texts["undone.digest", Channel(texts, action.ChannelName)],
            _ => texts["undone.announce", action.Level.ToString(CultureInfo.CurrentCulture), member, Channel(texts, action.ChannelName)],
        };
    }

    public static string Why(IStringLocalizer<Texts> texts, OpenAction action)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(action);
        return texts["undone.because." + (action.Kind, action.Failure) switch
        {
            (OpenActionKind.PostDigest, ActionFailure.NoAnswer) => "digest-no-answer",
            (OpenActionKind.PostDigest, ActionFailure.UnknownChannel) => "digest-unknown-channel",
            (OpenActionKind.PostDigest, ActionFailure.MissingAccess) => "digest-missing-access",
            (OpenActionKind.PostDigest, ActionFailure.MissingPermission) => "digest-missing-permission",
            (_, ActionFailure.NoAnswer) => "no-answer",
            (_, ActionFailure.UnknownChannel) => "unknown-channel",
            (_, ActionFailure.UnknownMember) => "unknown-member",
            (_, ActionFailure.UnknownRole) => "unknown-role",
            (_, ActionFailure.UnknownGuild) => "unknown-guild",
            (_, ActionFailure.MissingAccess) => "missing-access",
            (_, ActionFailure.MissingPermission) => "missing-permission",
            (_, ActionFailure.RoleOutOfReach) => "role-out-of-reach",
            (_, ActionFailure.RoleNotAssignable) => "role-not-assignable",
            _ => "refused",
        }];
    }

    private static string Channel(IStringLocalizer<Texts> texts, string? name) => name is null ? texts["undone.channel"] : Apart("#" + name);

    // Somebody else's words keep their own direction and do not turn the sentence's (Unicode, isolates).
    private static string Apart(string name) => $"\u2068{name}\u2069";
}
