using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>Single channels: reading, changing, files of their messages.</summary>
public sealed class ChannelRoutes(World world, Publisher publisher)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/channels/{channelId}", Channel);
        api.MapPatch("/channels/{channelId}", EditAsync);
    }

    public IResult File(ulong channelId, ulong attachmentId)
    {
        lock (world.Gate)
        {
            if (!world.TryChannel(channelId, out var channel)) return Results.NotFound();
            var file = channel.Messages.Before(ulong.MaxValue, 500).SelectMany(m => m.Attachments).FirstOrDefault(a => a.Id == attachmentId);
            return file is null ? Results.NotFound() : Results.Bytes(file.Bytes, file.ContentType ?? "application/octet-stream");
        }
    }

    private ApiReply Channel(ulong channelId)
    {
        lock (world.Gate)
            return Access.Channel(world, channelId, 0, out var channel) ?? ApiReply.Json(json => json.Channel(channel));
    }

    private async Task<ApiReply> EditAsync(ulong channelId, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        if (body.Text("name") is { } wrong && wrong.Length is 0 or > 100) return ApiReply.Invalid("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, Permissions.ManageChannels, out var channel) is { } refusal) return refusal;
            channel.Name = body.Text("name") ?? channel.Name;
            if (body.Has("topic", out var topic)) channel.Topic = topic.GetString();
            channel.RateLimitPerUser = body.Number("rate_limit_per_user") ?? channel.RateLimitPerUser;
            channel.Position = body.Number("position") ?? channel.Position;
            publisher.ChannelUpdate(channel);
            return ApiReply.Json(json => json.Channel(channel));
        }
    }
}
