using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Rest;

/// <summary>What to change of a channel; null leaves a field as it is.</summary>
public sealed record ChannelEdit
{
    /// <summary>1–100 characters. Discord lets a channel be renamed about twice in ten minutes.</summary>
    public string? Name { get; init; }

    public string? Topic { get; init; }

    public ulong? ParentId { get; init; }

    public int? Position { get; init; }

    /// <summary>Which fields change: hidden limits hang on that.</summary>
    [JsonIgnore]
    internal string Shape => string.Concat(Name is null ? "" : "n", Topic is null ? "" : "t", ParentId is null && Position is null ? "" : "o");
}
