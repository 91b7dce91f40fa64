using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.Web.Billing;

/// <summary>What whoever manages a guild should know about its plan now.</summary>
public enum PlanWarning
{
    /// <summary>A payment failed, and nothing is lost yet.</summary>
    Unpaid = 0,

    /// <summary>The plan ends within <see cref="PlanWarnings.EndsSoonDays"/> days.</summary>
    Ending = 1,

    /// <summary>The plan is gone; what it showed can still be seen.</summary>
    Lost = 2,
}

public static class PlanWarnings
{
    public const int EndsSoonDays = 7;

    /// <summary>The most urgent one; null = nothing to say, as always where nothing is sold.</summary>
    public static PlanWarning? Of(GuildPlan? plan, DateTimeOffset now) => plan switch
    {
        null or { IsSold: false } => null,
        { GraceUntil: { } grace } when grace > now => PlanWarning.Unpaid,
        { EndsAt: { } end } when end > now && end <= now.AddDays(EndsSoonDays) => PlanWarning.Ending,
        { LostPlan: not null, ReadOnlyUntil: { } until } when until > now => PlanWarning.Lost,
        _ => null,
    };
}
