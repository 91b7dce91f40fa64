using System.Text.Json;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Interactions;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Control;

/// <summary>Users who run commands, press buttons and submit modals.</summary>
public sealed class InteractionControl(World world, InteractionDesk desk, GatewayAddress address)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/interactions/commands", (NewCommandRun run) => Start(run.ChannelId, run.UserId, (channel, user) =>
            desk.TryRunCommand(user, channel, run.Name, run.Options, out var interaction) ? interaction : null));
        control.MapPost("/interactions/components", (NewComponentUse use) => Start(use.ChannelId, use.UserId, (channel, user) => Press(channel, user, use)));
        control.MapPost("/interactions/modals", (NewModalSubmit submit) => Start(submit.ChannelId, submit.UserId, (channel, user) =>
            desk.Start(Interaction.ModalSubmit, user, channel, $$"""{"custom_id":{{JsonSerializer.Serialize(submit.CustomId)}},"components":{{submit.Components.GetRawText()}}}""", name: null, source: null)));
        control.MapGet("/interactions/{interactionId}", (ulong interactionId) =>
        {
            lock (world.Gate) return desk.Find(interactionId) is { } interaction ? Results.Ok(View(interaction)) : Results.NotFound();
        });
    }

    private IResult Start(ulong channelId, ulong userId, Func<Channel, User, Interaction?> start)
    {
        lock (world.Gate)
        {
            if (!world.TryChannel(channelId, out var channel) || !world.Users.TryGetValue(userId, out var user)) return Results.NotFound();
            return start(channel, user) is { } interaction ? Results.Ok(new Created(interaction.Id)) : Results.NotFound();
        }
    }

    private Interaction? Press(Channel channel, User user, NewComponentUse use)
    {
        if ((channel.Messages.Find(use.MessageId) ?? desk.FindEphemeral(user, use.MessageId)) is not { } message) return null;
        var data = JsonText.Encode(json =>
        {
            json.WriteStartObject();
            json.WriteString("custom_id", use.CustomId);
            json.WriteNumber("component_type", use.ComponentType);
            json.WriteNumber("id", 1);
            if (use.Values is not null) json.Array("values", use.Values, static (to, value) => to.WriteStringValue(value));
            json.WriteEndObject();
        });
        return desk.Start(Interaction.MessageComponent, user, channel, System.Text.Encoding.UTF8.GetString(data), name: null, message);
    }

    private InteractionView View(Interaction interaction) => new(interaction.Id, interaction.Type, interaction.AnswerType, interaction.IsLoading, interaction.AnswerData,
        [.. interaction.Messages.Select(View)], (interaction.AnsweredAt - interaction.CreatedAt)?.TotalMilliseconds);

    private MessageView View(Message message)
    {
        using var document = JsonDocument.Parse(JsonText.Encode(json => json.Message(message, blank: false, address.Http)));
        return new MessageView(message.Id, message.Channel.Id, message.Author.Id, message.Content, message.Flags, document.RootElement.Clone());
    }
}
