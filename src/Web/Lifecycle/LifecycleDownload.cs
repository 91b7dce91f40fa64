using CommunityIntel.Domain.Lifecycle;
using CommunityIntel.GrainInterfaces.Lifecycle;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Lifecycle;

/// <summary>What the card shows: a row for every stage, with no number that the card does not have.</summary>
public sealed class LifecycleDownload(GuildReader guilds) : IGuildDownload
{
    private static readonly string[] Columns = ["stage", "first_day", "last_day", "people", "is_fewer_than_5", "counted_with", "people_28_days_before", "known_from"];

    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation) =>
        (await guilds.GetLifecycleAsync(guildId)).Value is { } lifecycle
            ? new($"lifecycle-{guildId}", Columns, lifecycle.Stages.Select(stage => new object?[]
                {
                    LifecycleRow.Key(stage.Stage), lifecycle.LastDay.AddDays(1 - LifecycleRules.Now), lifecycle.LastDay, stage.People,
                    stage.Visibility == StageVisibility.TooFew, stage.CountedWith is { } other ? LifecycleRow.Key(other) : null, stage.PeopleBefore, stage.KnownFrom,
                }))
            : null;
}
