namespace CommunityIntel.Domain.TimeZones;

/// <summary>A local clock over some time: since the instants <c>Since</c>, in UTC and in order, the first the beginning of time, it is <c>Seconds</c> ahead of UTC.</summary>
public sealed record ClockOffsets(IReadOnlyList<DateTime> Since, IReadOnlyList<int> Seconds);

/// <summary>Local days that are counted again together: from <c>First</c> on, from <c>From</c> to <c>Until</c> in UTC; <c>Until</c> null = and everything since.</summary>
public sealed record RecountedDays(DateOnly First, DateTime From, DateTime? Until, ClockOffsets Old, ClockOffsets New);
