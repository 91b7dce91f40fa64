using System.Text;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>
/// What tokens cost, in millionths of the currency: a price per million tokens is that of one token in millionths. Rounded up,
/// so that a budget is never told less than what is paid.
/// </summary>
internal sealed class Prices(decimal inputPerMillion, decimal outputPerMillion)
{
    private const int BytesPerToken = 3;

    public long Micros(long inputTokens, long outputTokens) =>
        (long)Math.Ceiling((inputTokens * inputPerMillion) + (outputTokens * outputPerMillion));

    public long Worst(ModelRequest request) => Micros(Tokens(request), request.MostOutputTokens);

    public static long Tokens(ModelRequest request) => Tokens(request.Instructions, request.Input, request.Schema);

    /// <summary>
    /// An estimate that is rather too high: English has about four letters to a token, and scripts with fewer letters to a token
    /// take more bytes for each.
    /// </summary>
    public static long Tokens(params ReadOnlySpan<string> texts)
    {
        var bytes = 0L;
        foreach (var text in texts) bytes += Encoding.UTF8.GetByteCount(text);
        return (bytes + BytesPerToken - 1) / BytesPerToken;
    }
}
