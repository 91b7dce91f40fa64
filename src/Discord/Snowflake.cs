using System.Buffers.Text;
using System.Globalization;

namespace CommunityIntel.Discord;

/// <summary>Discord's 64-bit ids: the time in milliseconds since 2015-01-01 UTC above 22 bits of worker and counter.</summary>
/// <remarks>Accepted ids fit a signed 64-bit integer, so that every id can be stored as <c>bigint</c>.</remarks>
public static class Snowflake
{
    /// <summary>The first millisecond of 2015 in Unix time (Discord API reference, Snowflakes).</summary>
    public const long EpochUnixMilliseconds = 1_420_070_400_000;

    /// <summary>The highest id that is accepted.</summary>
    public const ulong MaxValue = long.MaxValue;

    /// <summary>When the object with this id was made; UTC, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(ulong id) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(id >> 22) + EpochUnixMilliseconds);

    /// <summary>The smallest id of that millisecond; 0 for times before 2015.</summary>
    public static ulong AtTime(DateTimeOffset time) =>
        (ulong)Math.Max(0, time.ToUnixTimeMilliseconds() - EpochUnixMilliseconds) << 22;

    /// <summary>Parses decimal digits only: no sign, no space, at most <see cref="MaxValue"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong id) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id <= MaxValue;

    /// <summary>Parses decimal digits in UTF-8; the same rules.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ulong id) =>
        Utf8Parser.TryParse(utf8, out id, out var consumed)
        && consumed == utf8.Length && char.IsAsciiDigit((char)utf8[0]) && id <= MaxValue;

    /// <exception cref="FormatException">Not a decimal number from 0 to <see cref="MaxValue"/>.</exception>
    public static ulong Parse(string text) =>
        TryParse(text.AsSpan(), out var id) ? id : throw new FormatException("A Discord id is a decimal number below 2^63.");

    /// <summary>The wire form: decimal digits.</summary>
    public static string ToWire(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
