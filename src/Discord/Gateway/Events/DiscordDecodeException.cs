namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>A dispatch does not have the shape that Discord documents: count it, acknowledge it, go on.</summary>
/// <param name="eventName">Discord's name of the event.</param>
/// <param name="field">A path such as <c>$.author.id</c>; never a value.</param>
public sealed class DiscordDecodeException(string eventName, string field, Exception? inner = null)
    : FormatException($"{eventName}: {field} is missing or not valid.", inner)
{
    public string EventName { get; } = eventName;

    public string Field { get; } = field;
}
