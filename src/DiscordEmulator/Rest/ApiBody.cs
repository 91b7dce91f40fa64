using System.Text.Json;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>An uploaded file part, <c>files[n]</c>.</summary>
public sealed record UploadedFile(int Number, string FileName, string? ContentType, byte[] Bytes);

/// <summary>A request body: JSON, or multipart with <c>payload_json</c> and files.</summary>
public sealed class ApiBody(JsonElement root, IReadOnlyList<UploadedFile> files)
{
    public JsonElement Root { get; } = root;

    public IReadOnlyList<UploadedFile> Files { get; } = files;

    /// <summary>Reads the body, or says why it cannot be read.</summary>
    public static async Task<(ApiBody? Body, ApiReply? Refusal)> ReadAsync(HttpRequest request)
    {
        try
        {
            if (request.HasFormContentType) return (await ReadFormAsync(request), null);
            if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
                return (null, ApiReply.Invalid("", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json'}."));
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return (new ApiBody(document.RootElement.Clone(), []), null);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return (null, Refused.InvalidJson);
        }
    }

    private static async Task<ApiBody> ReadFormAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        using var document = JsonDocument.Parse(form.TryGetValue("payload_json", out var text) ? text.ToString() : "{}");
        var files = new List<UploadedFile>();
        foreach (var file in form.Files)
        {
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy, request.HttpContext.RequestAborted);
            var number = file.Name.StartsWith("files[", StringComparison.Ordinal) && int.TryParse(file.Name[6..^1], out var n) ? n : files.Count;
            files.Add(new UploadedFile(number, file.FileName, file.ContentType, copy.ToArray()));
        }
        return new ApiBody(document.RootElement.Clone(), files);
    }

    public string? Text(string name) => Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public int? Number(string name) => Has(name, out var value) && value.TryGetInt32(out var number) ? number : null;

    public bool Flag(string name) => Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public ulong? Id(string name) => ulong.TryParse(Text(name), out var id) ? id : null;

    public bool Has(string name, out JsonElement value)
    {
        value = default;
        return Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out value);
    }
}
