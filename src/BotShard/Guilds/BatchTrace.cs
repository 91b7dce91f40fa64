using System.Diagnostics;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Guilds;

/// <summary>
/// The span in which a worker hands a batch to its grain; the grain's call and the commit hang on it. Session and sequences name the events
/// in logs and spans alike. Null, and nothing is made, while nobody listens.
/// </summary>
internal static class BatchTrace
{
    private static readonly ActivitySource Source = new("CommunityIntel.BotShard");

    public static Activity? Begin(long guildId, GuildBatch batch) =>
        Source.StartActivity("deliver batch", ActivityKind.Producer)?
            .SetTag("guild_id", guildId)
            .SetTag("session_id", batch.SessionId)
            .SetTag("first_sequence", batch.Events[0].Sequence)
            .SetTag("last_sequence", batch.Events[^1].Sequence)
            .SetTag("events", batch.Events.Count);
}
