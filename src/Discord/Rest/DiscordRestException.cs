using System.Net;
using System.Text.Json;

namespace CommunityIntel.Discord.Rest;

/// <summary>Discord refused a request, or could not answer it. Holds no token and no content.</summary>
public class DiscordRestException(string message, HttpStatusCode statusCode, int code, JsonElement? errors, Exception? inner = null)
    : Exception(message, inner)
{
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>Discord's JSON error code (Discord API reference, JSON Error Codes); 0 when there was none.</summary>
    public int Code { get; } = code;

    /// <summary>With code 50035: a tree like the request's, whose leaves say what is wrong.</summary>
    public JsonElement? Errors { get; } = errors;
}

/// <summary>400 and other 4xx: the request is wrong or cannot be done; sending it again cannot help.</summary>
public sealed class BadRequestException(string message, HttpStatusCode statusCode, int code, JsonElement? errors)
    : DiscordRestException(message, statusCode, code, errors);

/// <summary>401: the token is not valid (with a bot token no further request is sent); 403: we may not do this.</summary>
public sealed class UnauthorizedException(string message, HttpStatusCode statusCode, int code)
    : DiscordRestException(message, statusCode, code, null);

/// <summary>404: gone, do not ask again.</summary>
public sealed class NotFoundException(string message, int code)
    : DiscordRestException(message, HttpStatusCode.NotFound, code, null);

/// <summary>429 again and again.</summary>
public sealed class RateLimitException(string message, TimeSpan retryAfter)
    : DiscordRestException(message, HttpStatusCode.TooManyRequests, 0, null)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>5xx again and again, or an answer that cannot be read.</summary>
public sealed class ServerErrorException(string message, HttpStatusCode statusCode, Exception? inner = null)
    : DiscordRestException(message, statusCode, 0, null, inner);
