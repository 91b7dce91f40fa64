using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CommunityIntel.Discord.OAuth2;

/// <summary>Proof key for code exchange, S256 (RFC 7636).</summary>
public static class Pkce
{
    /// <summary>43 characters from 32 random bytes; also good as <c>state</c>.</summary>
    public static string NewVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
