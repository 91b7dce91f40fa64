namespace CommunityIntel.GrainInterfaces.Privacy;

/// <summary>What a guild is told of its members' choices, and that it is to forget; the same grain as the guild's. For grains alone.</summary>
[Alias("IGuildPrivacyGrain")]
public interface IGuildPrivacyGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// What a member chose, from <paramref name="at"/> on; durable when the task completes, and harmless when told again.
    /// <paramref name="countsFrom"/>: what happened before is not counted, however late it is told.
    /// </summary>
    /// <exception cref="Guilds.StorageUnavailableException">Tell it again later.</exception>
    [Alias("Choose")]
    [ResponseTimeout("00:00:30")]
    Task ChooseAsync(long userId, MemberChoices choices, DateTimeOffset? countsFrom, DateTimeOffset at);

    /// <summary>Deletes everything that the guild has of a person, but sums that name nobody. Throws as above.</summary>
    [Alias("Forget")]
    [ResponseTimeout("00:01:00")]
    Task ForgetAsync(long userId);

    /// <summary>
    /// Deletes a part of a guild that the bot has been gone from for 30 days; true when nothing is left to do. Once begun it ends,
    /// though the bot comes back meanwhile; before, that calls it off. Throws as above.
    /// </summary>
    [Alias("Erase")]
    [ResponseTimeout("00:01:00")]
    Task<bool> EraseAsync();
}
