using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CommunityIntel.Discord.Rest;

/// <summary>Request bodies: JSON, or multipart with the JSON as <c>payload_json</c> and the files beside it.</summary>
internal static class RequestContent
{
    public static HttpContent? None() => null;

    /// <summary>Serialised once; every attempt gets a content of its own.</summary>
    public static Func<HttpContent> Json<T>(T body, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return () => JsonContent(json);
    }

    public static Func<HttpContent> Message<T>(T body, JsonTypeInfo<T> type, IReadOnlyList<DiscordFile> files)
    {
        if (files.Count == 0)
            return Json(body, type);
        var json = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return () => Multipart(json, files);
    }

    private static MultipartFormDataContent Multipart(byte[] json, IReadOnlyList<DiscordFile> files)
    {
        var content = new MultipartFormDataContent { { JsonContent(json), "payload_json" } };
        for (var i = 0; i < files.Count; i++)
        {
            var part = new ReadOnlyMemoryContent(files[i].Content);
            part.Headers.ContentType = new MediaTypeHeaderValue(files[i].ContentType);
            content.Add(part, $"files[{i}]", files[i].Name);
        }
        return content;
    }

    private static ByteArrayContent JsonContent(byte[] json) =>
        new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
