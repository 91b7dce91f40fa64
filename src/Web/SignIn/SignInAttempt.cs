using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.Web.SignIn;

/// <summary>A sign-in under way: what the answer must bring back, and where to go afterwards.</summary>
public sealed record SignInAttempt(string State, string CodeVerifier, string ReturnUrl)
{
    private const int SecretBytes = 32;

    public static SignInAttempt Begin(string returnUrl) => new(Secret(), Secret(), returnUrl);

    /// <summary>PKCE with S256 (RFC 7636, section 4.2).</summary>
    public string CodeChallenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    public bool IsAnsweredBy(string? state) =>
        state is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    private static string Secret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes));
}

/// <summary>Keeps the attempt in the browser that began it: encrypted, for ten minutes.</summary>
public sealed class SignInAttempts(IDataProtectionProvider protection)
{
    private const string CookieName = "signin";
    private const string CookiePath = "/oauth";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector(nameof(SignInAttempt)).ToTimeLimitedDataProtector();

    public void Keep(HttpContext context, SignInAttempt attempt, bool secure)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(
            CookieName, protector.Protect(JsonSerializer.Serialize(attempt), Lifetime), Cookie(secure));
    }

    /// <summary>Null when this browser began none, or too long ago. An attempt is good once.</summary>
    public SignInAttempt? Take(HttpContext context, bool secure)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cookie = context.Request.Cookies[CookieName];
        context.Response.Cookies.Delete(CookieName, Cookie(secure));
        if (cookie is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<SignInAttempt>(protector.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Cookie(bool secure) => new()
    {
        HttpOnly = true,
        Secure = secure,
        SameSite = SameSiteMode.Lax,
        Path = CookiePath,
        MaxAge = Lifetime,
        IsEssential = true,
    };
}
