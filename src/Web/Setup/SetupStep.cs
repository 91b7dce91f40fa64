using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Invites;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Languages;

namespace CommunityIntel.Web.Setup;

public enum SetupState
{
    Done,

    /// <summary>Nobody can say yet: it shows itself, or the cluster does not answer.</summary>
    Open,

    /// <summary>Works less well than it could; what to do is said.</summary>
    Todo,
}

/// <summary>One thing that a new server needs. Its texts are <c>setup.NAME</c> and <c>setup.NAME.STATE</c>, with <c>Values</c>; <c>Address</c> leads to where it is done.</summary>
public sealed record SetupStep(string Name, SetupState State, string? Address = null, params object[] Values)
{
    /// <summary>More levels than these are not listed.</summary>
    private const int MostLevels = 8;

    /// <summary>What the product can tell of a server by what it has heard and was shown.</summary>
    public static IReadOnlyList<SetupStep> Of(long guildId, GuildProfile profile, ScopeChoices? choices, InviteReport? invites, RewardSettings? rewards)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var channels = (choices?.Channels ?? []).Where(channel => !channel.IsDeleted && channel.Type is not (4 or 10 or 11 or 12)).ToList();
        var hidden = channels.Count(channel => channel.Name is null);
        return
        [
            new("bot", profile.BotPresent ? SetupState.Done : SetupState.Todo),
            new("channels", choices is null || channels.Count == 0 ? SetupState.Open : hidden > 0 ? SetupState.Todo : SetupState.Done, null, channels.Count, hidden),
            new("heard", profile.FirstDay is null ? SetupState.Open : SetupState.Done),
            new("clock", profile.TimeZone == "UTC" ? SetupState.Open : SetupState.Done, $"/g/{guildId}/settings/clock", profile.TimeZone),
            new("invites", invites switch { { IsRefused: true } => SetupState.Todo, { LookedAt: not null } => SetupState.Done, _ => SetupState.Open }, $"/g/{guildId}/growth"),
            new("rewards", rewards is { Roles.Count: > 0 } ? SetupState.Done : SetupState.Open, $"/g/{guildId}/settings/rewards", Levels(rewards)),
        ];
    }

    private static string Levels(RewardSettings? rewards)
    {
        var levels = (rewards?.Roles ?? []).Select(role => role.Level).Distinct().Order().ToList();
        return string.Join(", ", levels.Take(MostLevels).Select(level => Figures.Exact(level))) + (levels.Count > MostLevels ? ", …" : "");
    }
}
