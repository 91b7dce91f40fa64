namespace CommunityIntel.Domain.Billing;

/// <summary>When somebody last changed something of the guild on the dashboard (Unix ms).</summary>
public sealed record Seat(long UserId, string Name, long UsedAtMs)
{
    private const long DayMs = 24 * 60 * 60 * 1000L;

    public bool IsTaken(long nowMs) => UsedAtMs + (PlanTable.SeatDays * DayMs) > nowMs;
}
