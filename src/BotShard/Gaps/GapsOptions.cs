using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>Section <c>Gaps</c>: catching up with what was missed, and noticing a session that hears nothing.</summary>
public sealed class GapsOptions
{
    public const string Section = "Gaps";

    /// <summary>How often open gaps are asked for, in milliseconds. 100 to 60 000.</summary>
    [Range(100, 60_000, ErrorMessage = "Gaps:AskEveryMs must be between {1} and {2}")]
    public int AskEveryMs { get; set; } = 3_000;

    /// <summary>Pages of 100 messages that this worker fetches in a second at most. 0.1 to 40.</summary>
    [Range(0.1, 40, ErrorMessage = "Gaps:PagesPerSecond must be between {1} and {2}")]
    public double PagesPerSecond { get; set; } = 5;

    /// <summary>Pages fetched at once, so that a channel whose limit is used up holds nobody up. 1 to 32.</summary>
    [Range(1, 32, ErrorMessage = "Gaps:PagesAtOnce must be between {1} and {2}")]
    public int PagesAtOnce { get; set; } = 4;

    /// <summary>Messages that are looked at for one gap of one guild; beyond it the gap stays partial. 100 to 10 000 000.</summary>
    [Range(100, 10_000_000, ErrorMessage = "Gaps:MessagesPerGap must be between {1} and {2}")]
    public int MessagesPerGap { get; set; } = 50_000;

    /// <summary>How often a shard's silence is judged, in milliseconds. 100 to 600 000.</summary>
    [Range(100, 600_000, ErrorMessage = "Gaps:ListenEveryMs must be between {1} and {2}")]
    public int ListenEveryMs { get; set; } = 10_000;

    /// <summary>A shard that is silent for less is never asked about, in milliseconds. 100 to 3 600 000.</summary>
    [Range(100, 3_600_000, ErrorMessage = "Gaps:QuietFloorMs must be between {1} and {2}")]
    public int QuietFloorMs { get; set; } = 60_000;

    /// <summary>Silence is unexpected when it is this many times the shard's usual time between two messages. 5 to 1 000.</summary>
    [Range(5, 1_000, ErrorMessage = "Gaps:QuietTimes must be between {1} and {2}")]
    public double QuietTimes { get; set; } = 20;

    /// <summary>A message not received this long after it was written counts as withheld, in milliseconds. 100 to 600 000.</summary>
    [Range(100, 600_000, ErrorMessage = "Gaps:DeliveryMarginMs must be between {1} and {2}")]
    public int DeliveryMarginMs { get; set; } = 10_000;

    /// <summary>Channels asked about in one probe. 1 to 20.</summary>
    [Range(1, 20, ErrorMessage = "Gaps:ChannelsPerProbe must be between {1} and {2}")]
    public int ChannelsPerProbe { get; set; } = 3;

    /// <summary>A deaf shard identifies anew at most this often, in milliseconds: the daily budget is small. 1 000 to 86 400 000.</summary>
    [Range(1_000, 86_400_000, ErrorMessage = "Gaps:CureEveryMs must be between {1} and {2}")]
    public int CureEveryMs { get; set; } = 600_000;
}
