using System.Text.Json;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>
/// Spares a new string for every message of the same author: a fixed number of places, each remembering the bytes it was
/// made from. Used by one thread.
/// </summary>
/// <param name="capacity">A power of two.</param>
internal sealed class AuthorCache(int capacity)
{
    private readonly Entry[] _entries = new Entry[capacity];

    /// <summary>The text of a JSON string's raw bytes.</summary>
    /// <returns>Null when it is not valid text or holds a NUL.</returns>
    public string? Name(ulong guildId, ulong userId, ReadOnlySpan<byte> raw) =>
        Text(ref At(guildId ^ userId).Name, raw);

    public string? Avatar(ulong guildId, ulong userId, ReadOnlySpan<byte> raw) =>
        Text(ref At(guildId ^ userId).Avatar, raw);

    /// <summary>Of a JSON array's raw bytes; ids that are not valid are left out.</summary>
    /// <returns>Ascending.</returns>
    public long[] Roles(ulong guildId, ulong userId, ReadOnlySpan<byte> raw)
    {
        ref var place = ref At(guildId ^ userId).Roles;
        if (place.Raw is null || !raw.SequenceEqual(place.Raw))
            place = (raw.ToArray(), Ids(raw));
        return place.Ids!;
    }

    private ref Entry At(ulong key) => ref _entries[(int)((key * 0x9E3779B97F4A7C15) >> 40) & (capacity - 1)];

    private static string? Text(ref (byte[]? Raw, string? Text) place, ReadOnlySpan<byte> raw)
    {
        if (place.Raw is not null && raw.SequenceEqual(place.Raw))
            return place.Text;
        place = (raw.ToArray(), Read(raw));
        return place.Text;
    }

    /// <param name="raw">With its quotation marks.</param>
    private static string? Read(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.String ? NameConverter.Bounded(reader.GetString()!) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static long[] Ids(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw);
        var ids = new List<long>();
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.String && SnowflakeConverter.TryRead(ref reader, out var id)) ids.Add((long)id);
        ids.Sort();
        return [.. ids];
    }

    private struct Entry
    {
        public (byte[]? Raw, long[]? Ids) Roles;
        public (byte[]? Raw, string? Text) Name;
        public (byte[]? Raw, string? Text) Avatar;
    }
}
