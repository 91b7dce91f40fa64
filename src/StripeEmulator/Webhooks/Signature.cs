using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommunityIntel.StripeEmulator.Webhooks;

/// <summary>The <c>Stripe-Signature</c> header: <c>t=…,v1=…</c>, HMAC-SHA256 of time, dot and body (Stripe docs, Verify webhook signatures manually).</summary>
internal static class Signature
{
    /// <param name="unixSeconds">Real time: receivers refuse what is older than a few minutes.</param>
    public static string Of(string body, string secret, long unixSeconds)
    {
        var time = unixSeconds.ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(hash)}";
    }
}
