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
        return action.Kind == OpenActionKind.SetRoles
            ? texts["undone.roles", string.Join(", ", action.RoleNames.Select(name => Apart(name ?? texts["undone.role"]))), member]
            : texts["undone.announce", action.Level.ToString(CultureInfo.CurrentCulture), member, Channel(texts, action.ChannelName)];
    }

    public static string Why(IStringLocalizer<Texts> texts, OpenAction action)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(action);
        return texts["undone.because." + action.Failure switch
        {
            ActionFailure.NoAnswer => "no-answer",
            ActionFailure.UnknownChannel => "unknown-channel",
            ActionFailure.UnknownMember => "unknown-member",
            ActionFailure.UnknownRole => "unknown-role",
            ActionFailure.UnknownGuild => "unknown-guild",
            ActionFailure.MissingAccess => "missing-access",
            ActionFailure.MissingPermission => "missing-permission",
            ActionFailure.RoleOutOfReach => "role-out-of-reach",
            ActionFailure.RoleNotAssignable => "role-not-assignable",
            _ => "refused",
        }];
    }

    private static string Channel(IStringLocalizer<Texts> texts, string? name) => name is null ? texts["undone.channel"] : Apart("#" + name);

    // Somebody else's words keep their own direction and do not turn the sentence's (Unicode, isolates).
    private static string Apart(string name) => $"\u2068{name}\u2069";
}
