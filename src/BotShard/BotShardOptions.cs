using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.BotShard;

/// <summary>Section <c>BotShard</c>: how a worker batches events. Discord's own settings are in section <c>Discord</c>.</summary>
public sealed class BotShardOptions
{
    public const string Section = "BotShard";

    /// <summary>The worker's name, one for each; default: the machine's. A worker that starts under the name of an earlier one takes its shards at once.</summary>
    public string? WorkerName { get; set; }

    /// <summary>Events of one guild sent in one grain call at most. 1 to 5 000.</summary>
    [Range(1, 5_000, ErrorMessage = "BotShard:EventsPerBatch must be between {1} and {2}")]
    public int EventsPerBatch { get; set; } = 500;

    /// <summary>How long a guild's first event waits for company, in milliseconds. 0 to 500.</summary>
    [Range(0, 500, ErrorMessage = "BotShard:LingerMs must be between {1} and {2}")]
    public int LingerMs { get; set; } = 30;

    /// <summary>Grain calls under way at once; a guild has one at most. 1 to 2 000.</summary>
    [Range(1, 2_000, ErrorMessage = "BotShard:BatchesInFlight must be between {1} and {2}")]
    public int BatchesInFlight { get; set; } = 512;

    /// <summary>Events accepted and not yet durable; beyond it the sockets are not read. 100 to 1 000 000.</summary>
    [Range(100, 1_000_000, ErrorMessage = "BotShard:PendingEvents must be between {1} and {2}")]
    public int PendingEvents { get; set; } = 32_768;

    /// <summary>How often the acknowledged position is saved for a RESUME by another process, in milliseconds. 100 to 10 000.</summary>
    [Range(100, 10_000, ErrorMessage = "BotShard:SessionSaveMs must be between {1} and {2}")]
    public int SessionSaveMs { get; set; } = 1_000;

    /// <summary>
    /// Ask Discord for message text, a privileged intent: rules about short, repeated and command texts need it, and digests. The text
    /// goes no further than the worker but in guilds that keep some for their digests.
    /// </summary>
    public bool ReadsText { get; set; }

    /// <summary>A command that takes longer says first that an answer is coming, in milliseconds; Discord waits three seconds. 0 to 2 000.</summary>
    [Range(0, 2_000, ErrorMessage = "BotShard:FirstAnswerMs must be between {1} and {2}")]
    public int FirstAnswerMs { get; set; } = 800;

    /// <summary>How often a worker that finds nothing to do on Discord asks again, in milliseconds. 50 to 60 000.</summary>
    [Range(50, 60_000, ErrorMessage = "BotShard:OutboxPollMs must be between {1} and {2}")]
    public int OutboxPollMs { get; set; } = 1_000;

    /// <summary>Actions on Discord under way at once. 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "BotShard:OutboxInFlight must be between {1} and {2}")]
    public int OutboxInFlight { get; set; } = 16;

    /// <summary>
    /// Seconds after which an action of a worker that died is taken by another; an attempt ends before three quarters of it.
    /// Well below the minutes for which Discord remembers a nonce. 5 to 120.
    /// </summary>
    [Range(5, 120, ErrorMessage = "BotShard:OutboxLeaseSeconds must be between {1} and {2}")]
    public int OutboxLeaseSeconds { get; set; } = 60;
}
