using System.Text.Json;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>An answer of the REST API: a status and JSON, or no body.</summary>
public sealed class ApiReply(int status, byte[]? body) : IResult
{
    public int Status { get; } = status;

    public byte[]? Body { get; } = body;

    public static ApiReply Empty { get; } = new(StatusCodes.Status204NoContent, null);

    public static ApiReply Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => new(status, JsonText.Encode(write));

    public static ApiReply List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Json(json =>
    {
        json.WriteStartArray();
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    });

    /// <summary>Discord's error body.</summary>
    public static ApiReply Error(int status, int code, string message) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteNumber("code", code);
        json.WriteEndObject();
    }, status);

    /// <summary>50035 with an error tree of one leaf.</summary>
    /// <param name="path">Keys from the request's root, such as <c>embeds.0.title</c>.</param>
    public static ApiReply Invalid(string path, string code, string message) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("message", "Invalid Form Body");
        json.WriteNumber("code", 50035);
        json.WriteStartObject("errors");
        var keys = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var key in keys) json.WriteStartObject(key);
        json.WriteStartArray("_errors");
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndArray();
        foreach (var _ in keys) json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }, StatusCodes.Status400BadRequest);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Body is null) return;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.ContentLength = Body.Length;
        await httpContext.Response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}

/// <summary>Refusals with Discord's codes (Discord API reference, Opcodes and Status Codes).</summary>
public static class Refused
{
    public static ApiReply Unauthorized { get; } = ApiReply.Error(401, 0, "401: Unauthorized");
    public static ApiReply UnknownApplication { get; } = ApiReply.Error(404, 10002, "Unknown Application");
    public static ApiReply UnknownChannel { get; } = ApiReply.Error(404, 10003, "Unknown Channel");
    public static ApiReply UnknownGuild { get; } = ApiReply.Error(404, 10004, "Unknown Guild");
    public static ApiReply UnknownMember { get; } = ApiReply.Error(404, 10007, "Unknown Member");
    public static ApiReply UnknownMessage { get; } = ApiReply.Error(404, 10008, "Unknown Message");
    public static ApiReply UnknownRole { get; } = ApiReply.Error(404, 10011, "Unknown Role");
    public static ApiReply UnknownUser { get; } = ApiReply.Error(404, 10013, "Unknown User");
    public static ApiReply UnknownWebhook { get; } = ApiReply.Error(404, 10015, "Unknown Webhook");
    public static ApiReply UnknownSku { get; } = ApiReply.Error(404, 10027, "Unknown SKU");
    public static ApiReply UnknownEntitlement { get; } = ApiReply.Error(404, 10029, "Unknown Entitlement");
    public static ApiReply UnknownInteraction { get; } = ApiReply.Error(404, 10062, "Unknown interaction");
    public static ApiReply UnknownCommand { get; } = ApiReply.Error(404, 10063, "Unknown application command");
    public static ApiReply NotFound { get; } = ApiReply.Error(404, 0, "404: Not Found");
    public static ApiReply AlreadyAcknowledged { get; } = ApiReply.Error(400, 40060, "Interaction has already been acknowledged.");
    public static ApiReply MissingAccess { get; } = ApiReply.Error(403, 50001, "Missing Access");
    public static ApiReply NotAuthor { get; } = ApiReply.Error(403, 50005, "Cannot edit a message authored by another user");
    public static ApiReply EmptyMessage { get; } = ApiReply.Error(400, 50006, "Cannot send an empty message");
    public static ApiReply CannotMessageUser { get; } = ApiReply.Error(403, 50007, "Cannot send messages to this user");
    public static ApiReply MissingPermissions { get; } = ApiReply.Error(403, 50013, "Missing Permissions");
    public static ApiReply WrongChannelType { get; } = ApiReply.Error(400, 50024, "Cannot execute action on this channel type");
    public static ApiReply MissingScope { get; } = ApiReply.Error(403, 50026, "Missing required OAuth2 scope");
    public static ApiReply InvalidWebhookToken { get; } = ApiReply.Error(401, 50027, "Invalid Webhook Token");
    public static ApiReply InvalidJson { get; } = ApiReply.Error(400, 50109, "The request body contains invalid JSON.");
}
