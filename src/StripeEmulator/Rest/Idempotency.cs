using System.Security.Cryptography;
using System.Text;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>An answer that is kept for its idempotency key.</summary>
/// <param name="Hash">Of method, path and parameters.</param>
/// <param name="At">Unix seconds.</param>
internal sealed record KeptAnswer(string Hash, int Status, string Body, long At);

/// <summary>Answers by idempotency key, for a day (Stripe API reference, Idempotent requests).</summary>
internal sealed class Idempotency
{
    private const long KeptSeconds = 24 * 60 * 60;

    public Dictionary<string, KeptAnswer> Answers { get; } = [];

    /// <summary>The answer to the same call before; refuses the key for another call.</summary>
    public KeptAnswer? Find(string key, string hash, long now)
    {
        if (!Answers.TryGetValue(key, out var kept) || kept.At + KeptSeconds < now) return null;
        if (kept.Hash == hash) return kept;
        throw new RefusedException(StatusCodes.Status400BadRequest, "idempotency_error", null,
            $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.");
    }

    public void Keep(string key, KeptAnswer answer)
    {
        foreach (var (old, _) in Answers.Where(each => each.Value.At + KeptSeconds < answer.At).ToList()) Answers.Remove(old);
        Answers[key] = answer;
    }

    public static string Hash(string method, string path, IEnumerable<KeyValuePair<string, string>> pairs) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{method} {path}\n{string.Join('\n', pairs.Select(pair => $"{pair.Key}={pair.Value}"))}")));
}
