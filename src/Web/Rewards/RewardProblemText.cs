using System.Globalization;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Rewards;

/// <summary>Why rewards or messages cannot be saved, and what to do, at the field that it is about.</summary>
public static class RewardProblemText
{
    public static string Of(IStringLocalizer<Texts> texts, RewardProblem problem)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(problem);
        return texts[$"reward.problem.{problem.Kind}", problem.Number > 0 ? problem.Number.ToString("N0", CultureInfo.CurrentCulture) : problem.Word ?? ""];
    }

    public static IReadOnlyList<FieldFault> Faults(IStringLocalizer<Texts> texts, SettingsAnswer refused) => refused is not RewardsRefused r ? []
        : [.. r.Problems.Select(p => new FieldFault(p.RoleId != 0 ? $"reward-{p.RoleId}" : FieldOf(p.Kind), Of(texts, p)))];

    private static string FieldOf(RewardProblemKind kind) => kind switch
    {
        RewardProblemKind.ChannelMissing or RewardProblemKind.ChannelUnknown or RewardProblemKind.ChannelNotForText => "channel",
        RewardProblemKind.TemplateBlank or RewardProblemKind.TemplateTooLong or RewardProblemKind.UnknownPlaceholder => "template",
        _ => "",
    };
}
