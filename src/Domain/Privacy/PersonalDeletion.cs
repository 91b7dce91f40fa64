namespace CommunityIntel.Domain.Privacy;

/// <summary>How long somebody can call off their own deletion.</summary>
public static class PersonalDeletion
{
    public static readonly TimeSpan Delay = TimeSpan.FromHours(24);

    public static bool IsDue(DateTimeOffset? dueAt, DateTimeOffset now) => dueAt is { } due && now >= due;
}
