using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Rest;

namespace CommunityIntel.DiscordEmulator.Interactions;

/// <summary>The application and its commands, global and per guild. Bulk overwrite keeps the ids of commands that stay.</summary>
public sealed partial class CommandRoutes(World world, DiscordEmulatorOptions options)
{
    private const int ChatInput = 1;
    private const int MaxChatInput = 100;
    private const int MaxOptions = 25;
    private readonly Dictionary<ulong, List<Command>> scopes = [];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/applications/@me", Application);
        api.MapGet("/oauth2/applications/@me", Application);
        api.MapGet("/applications/{applicationId}/commands", (ulong applicationId) => List(applicationId, 0));
        api.MapPut("/applications/{applicationId}/commands", (ulong applicationId, HttpRequest request) => OverwriteAsync(applicationId, 0, request));
        api.MapPost("/applications/{applicationId}/commands", (ulong applicationId, HttpRequest request) => CreateAsync(applicationId, 0, request));
        api.MapGet("/applications/{applicationId}/guilds/{guildId}/commands", List);
        api.MapPut("/applications/{applicationId}/guilds/{guildId}/commands", OverwriteAsync);
        api.MapPost("/applications/{applicationId}/guilds/{guildId}/commands", CreateAsync);
        api.MapDelete("/applications/{applicationId}/commands/{commandId}", (ulong applicationId, ulong commandId) => Delete(applicationId, 0, commandId));
        api.MapDelete("/applications/{applicationId}/guilds/{guildId}/commands/{commandId}", Delete);
    }

    /// <summary>The command that a user of a guild sees under a name; a guild's own first.</summary>
    public Command? Find(ulong guildId, string name) =>
        Scope(guildId).Concat(Scope(0)).FirstOrDefault(c => c.Type == ChatInput && c.Name == name);

    private List<Command> Scope(ulong guildId)
    {
        if (!scopes.TryGetValue(guildId, out var commands)) scopes[guildId] = commands = [];
        return commands;
    }

    private ApiReply Application()
    {
        lock (world.Gate) return ApiReply.Json(json => json.Application(world, options, own: true));
    }

    private ApiReply? Refuse(ulong applicationId, ulong guildId)
    {
        if (applicationId != options.ClientId) return Refused.UnknownApplication;
        return guildId == 0 ? null : Access.Guild(world, guildId, out _);
    }

    private ApiReply List(ulong applicationId, ulong guildId)
    {
        lock (world.Gate) return Refuse(applicationId, guildId) ?? Reply(guildId);
    }

    private ApiReply Reply(ulong guildId) => ApiReply.List(Scope(guildId), (json, command) => command.Write(json, options.ClientId));

    private async Task<ApiReply> OverwriteAsync(ulong applicationId, ulong guildId, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        if (body.Root.ValueKind != JsonValueKind.Array) return ApiReply.Invalid("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        lock (world.Gate)
        {
            if (Refuse(applicationId, guildId) is { } refusal) return refusal;
            if (body.Root.GetArrayLength() > MaxChatInput) return ApiReply.Error(400, 30032, "Maximum number of application commands reached (100)");
            var next = new List<Command>();
            foreach (var (index, definition) in body.Root.EnumerateArray().Index())
            {
                if (Check(definition, index.ToString(CultureInfo.InvariantCulture) + ".") is { } invalid) return invalid;
                next.Add(Make(guildId, definition));
            }
            scopes[guildId] = next;
            return Reply(guildId);
        }
    }

    private async Task<ApiReply> CreateAsync(ulong applicationId, ulong guildId, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        lock (world.Gate)
        {
            if (Refuse(applicationId, guildId) is { } refusal) return refusal;
            if (Check(body.Root, "") is { } invalid) return invalid;
            var command = Make(guildId, body.Root);
            var replaced = Scope(guildId).RemoveAll(c => c.Name == command.Name && c.Type == command.Type) > 0;
            Scope(guildId).Add(command);
            return ApiReply.Json(json => command.Write(json, options.ClientId), replaced ? 200 : 201);
        }
    }

    private ApiReply Delete(ulong applicationId, ulong guildId, ulong commandId)
    {
        lock (world.Gate)
        {
            if (Refuse(applicationId, guildId) is { } refusal) return refusal;
            return Scope(guildId).RemoveAll(c => c.Id == commandId) > 0 ? ApiReply.Empty : Refused.UnknownCommand;
        }
    }

    private Command Make(ulong guildId, JsonElement definition)
    {
        var name = definition.GetProperty("name").GetString()!;
        var type = definition.TryGetProperty("type", out var kind) && kind.TryGetInt32(out var number) ? number : ChatInput;
        var existing = Scope(guildId).FirstOrDefault(c => c.Name == name && c.Type == type);
        return new Command(existing?.Id ?? world.Ids.Next(), world.Ids.Next(), guildId == 0 ? null : guildId, name, type, definition);
    }

    private static ApiReply? Check(JsonElement definition, string path)
    {
        if (definition.ValueKind != JsonValueKind.Object || !definition.TryGetProperty("name", out var name) || name.GetString() is not { } text)
            return ApiReply.Invalid(path + "name", "BASE_TYPE_REQUIRED", "This field is required");
        var chatInput = !definition.TryGetProperty("type", out var type) || type.GetInt32() == ChatInput;
        return chatInput ? Texts(definition, path) ?? Options(definition, path) : null;
    }

    // Name and description, each in every language.
    private static ApiReply? Texts(JsonElement definition, string path)
    {
        foreach (var (key, name) in Localized(definition, "name"))
            if (!Name().IsMatch(name) || name.Any(char.IsUpper)) return ApiReply.Invalid(path + key, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        var descriptions = Localized(definition, "description").ToList();
        if (descriptions.Count == 0 || descriptions.Exists(d => d.Text.Length is 0 or > 100))
            return ApiReply.Invalid(path + "description", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        return null;
    }

    private static IEnumerable<(string Key, string Text)> Localized(JsonElement definition, string key)
    {
        if (definition.TryGetProperty(key, out var text)) yield return (key, text.GetString() ?? "");
        if (definition.TryGetProperty(key + "_localizations", out var others) && others.ValueKind == JsonValueKind.Object)
            foreach (var other in others.EnumerateObject()) yield return ($"{key}_localizations.{other.Name}", other.Value.GetString() ?? "");
    }

    // At any depth: at most 25, names once, required ones first, at most 25 choices of 1 to 100 characters.
    private static ApiReply? Options(JsonElement definition, string path)
    {
        if (!definition.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Array) return null;
        if (options.GetArrayLength() > MaxOptions) return ApiReply.Invalid(path + "options", "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 25 in length.");
        var names = new HashSet<string>();
        var optional = false;
        foreach (var (index, option) in options.EnumerateArray().Index())
        {
            var here = $"{path}options.{index}.";
            if (option.ValueKind != JsonValueKind.Object || !option.TryGetProperty("name", out var name) || !option.TryGetProperty("type", out _))
                return ApiReply.Invalid(here + "name", "BASE_TYPE_REQUIRED", "This field is required");
            if (!names.Add(name.GetString() ?? "")) return ApiReply.Invalid(here + "name", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique");
            var required = option.TryGetProperty("required", out var must) && must.ValueKind == JsonValueKind.True;
            if (required && optional) return ApiReply.Invalid(here + "required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optional |= !required;
            if ((Texts(option, here) ?? Choices(option, here) ?? Options(option, here)) is { } invalid) return invalid;
        }
        return null;
    }

    private static ApiReply? Choices(JsonElement option, string path)
    {
        if (!option.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array) return null;
        return choices.GetArrayLength() > MaxOptions || choices.EnumerateArray().Any(c => Localized(c, "name").Any(n => n.Text.Length is 0 or > 100))
            ? ApiReply.Invalid(path + "choices", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
            : null;
    }

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$")]
    private static partial Regex Name();
}
