namespace CommunityIntel.Domain.Billing;

/// <summary>
/// Gift codes: sixteen characters of Crockford's base 32 (80 random bits), written in fours: K7QM-3F9A-…. Typed in any case, with or without dashes, O for 0 and I or L for 1.
/// </summary>
public static class GiftCodes
{
    public const int Length = 16;

    /// <summary>Random bytes that a code is made of.</summary>
    public const int Bytes = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int BitsOfCharacter = 5, BitsOfByte = 8;

    public static string Of(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, Bytes);
        Span<char> code = stackalloc char[Length];
        var (bits, held, next) = (0, 0, 0);
        foreach (var value in random)
        {
            (bits, held) = ((bits << BitsOfByte) | value, held + BitsOfByte);
            for (; held >= BitsOfCharacter; held -= BitsOfCharacter) code[next++] = Alphabet[(bits >> (held - BitsOfCharacter)) & (Alphabet.Length - 1)];
        }

        return Written(code.ToString());
    }

    /// <summary>As it was made, without dashes; null = it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 4 * Length) return null;
        var code = string.Concat(typed.ToUpperInvariant().Where(c => c is not ('-' or ' ' or '\u00a0' or '\u2013')).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
        return code.Length == Length && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? code : null;
    }

    public static string EndingOf(string code) => code[^4..];

    private static string Written(string code) => string.Join('-', Enumerable.Range(0, Length / 4).Select(i => code.Substring(4 * i, 4)));
}
