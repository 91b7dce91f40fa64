namespace CommunityIntel.Domain.Voice;

/// <summary>How somebody is in a voice channel (Discord API reference, Voice State). Kept as a number: values never change.</summary>
[Flags]
public enum VoiceState
{
    None = 0,
    SelfMuted = 1,
    SelfDeafened = 2,
    ServerMuted = 4,
    ServerDeafened = 8,

    /// <summary>In the audience of a stage.</summary>
    Suppressed = 64,
    All = SelfMuted | SelfDeafened | ServerMuted | ServerDeafened | Suppressed,
}
