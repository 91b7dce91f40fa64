using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Web.Activity;

/// <summary>A channel with its part (0 to 1) of the busiest one's messages; <c>Change</c> null = silent before, or not compared.</summary>
public sealed record ChannelRow(ChannelActivity Channel, double Part, Change? Change)
{
    public static IReadOnlyList<ChannelRow> Top(ActivityComparison activity, int most)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Of(activity, activity.Current.Channels.Where(channel => channel.Messages > 0).Take(most));
    }

    /// <summary>Also those in which people only talk.</summary>
    public static IReadOnlyList<ChannelRow> All(ActivityComparison activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Of(activity, activity.Current.Channels);
    }

    private static List<ChannelRow> Of(ActivityComparison activity, IEnumerable<ChannelActivity> shown)
    {
        var channels = shown.ToList();
        var busiest = Math.Max(1, channels.Select(channel => channel.Messages).DefaultIfEmpty(1).Max());
        var before = activity.Comparable?.Channels.ToDictionary(channel => channel.ChannelId, channel => channel.Messages);
        return [.. channels.Select(channel => new ChannelRow(
            channel, (double)channel.Messages / busiest, Change.Between(channel.Messages, before?.GetValueOrDefault(channel.ChannelId) ?? 0)))];
    }
}

public static class ChannelKinds
{
    /// <summary>Icon of a Discord channel type (Discord API reference, Channel Types).</summary>
    public static string Icon(int type) => type switch
    {
        2 or 13 => "volume-2",
        5 => "megaphone",
        10 or 11 or 12 => "spool",
        15 or 16 => "message-square",
        _ => "hash",
    };
}
