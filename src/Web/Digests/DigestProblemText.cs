using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Digests;

/// <summary>Why settings of digests cannot be saved, and what to do, at the field that it is about.</summary>
public static class DigestProblemText
{
    public static IReadOnlyList<FieldFault> Faults(IStringLocalizer<Texts> texts, GuildNames names, SettingsAnswer refused) =>
        refused is DigestSettingsRefused r ? [.. r.Problems.Select(problem => new FieldFault(FieldOf(problem.Kind), Of(texts, names, problem)))] : [];

    public static string Of(IStringLocalizer<Texts> texts, GuildNames names, DigestProblem problem)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(problem);
        var about = problem.ChannelId != 0 ? names.Channel(problem.ChannelId, texts) : problem.RoleId != 0 ? names.Role(problem.RoleId, texts) : Figures.Exact(problem.Number);
        return texts[$"digest.problem.{DigestWords.Word(problem.Kind)}", about];
    }

    private static string FieldOf(DigestProblemKind kind) => kind switch
    {
        DigestProblemKind.TooManyChannels or DigestProblemKind.ChannelUnknown or DigestProblemKind.ChannelNotForText => "channels",
        DigestProblemKind.KeepDaysOutOfBounds or DigestProblemKind.KeepDaysTooFew => "keep-days",
        DigestProblemKind.HourOutOfBounds => "hour",
        DigestProblemKind.RoleUnknown => "audience",
        DigestProblemKind.PostChannelUnusable => "post",
        _ => "",
    };
}
