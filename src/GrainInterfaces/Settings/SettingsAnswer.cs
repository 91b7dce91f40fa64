namespace CommunityIntel.GrainInterfaces.Settings;

/// <summary>What came of saving a guild's settings. Each kind of settings has a refusal of its own beside these two.</summary>
[GenerateSerializer, Immutable, Alias("SettingsAnswer")]
public abstract record SettingsAnswer;

/// <summary>They hold; <c>Version</c> is theirs.</summary>
[GenerateSerializer, Immutable, Alias("SettingsSaved")]
public sealed record SettingsSaved([property: Id(0)] int Version) : SettingsAnswer;

/// <summary>
/// Nothing was saved: somebody changed them since the version that was named. <c>Version</c> is theirs now; who and when are null when
/// it cannot be told.
/// </summary>
[GenerateSerializer, Immutable, Alias("SettingsChangedMeanwhile")]
public sealed record SettingsChangedMeanwhile(
    [property: Id(0)] int Version,
    [property: Id(1)] string? ByName,
    [property: Id(2)] DateTimeOffset? At) : SettingsAnswer;
