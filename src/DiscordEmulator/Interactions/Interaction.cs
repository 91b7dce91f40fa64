using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Interactions;

/// <summary>What a user started: a command, a component or a modal, and what the application answered.</summary>
public sealed class Interaction(ulong id, string token, int type, User user, Channel channel, DateTimeOffset createdAt)
{
    public const int ApplicationCommand = 2;
    public const int MessageComponent = 3;
    public const int Autocomplete = 4;
    public const int ModalSubmit = 5;

    public ulong Id { get; } = id;
    public string Token { get; } = token;
    public int Type { get; } = type;
    public User User { get; } = user;
    public Channel Channel { get; } = channel;
    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>Command name, for the answer's metadata.</summary>
    public string? Name { get; init; }

    /// <summary>Raw JSON of <c>data</c>.</summary>
    public required string Data { get; init; }

    /// <summary>The message that a component belongs to.</summary>
    public Message? Source { get; init; }

    /// <summary>Callback type of the first answer, 0 while there is none.</summary>
    public int AnswerType { get; set; }

    /// <summary>When the first answer came; null while there is none.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Data of the first answer, when it was no message (choices, modal).</summary>
    public JsonElement? AnswerData { get; set; }

    /// <summary>The original answer; while deferred it is a placeholder with the loading flag.</summary>
    public Message? Original { get; set; }

    /// <summary>Original and follow-ups, in order; ephemeral ones live only here.</summary>
    public List<Message> Messages { get; } = [];

    public bool IsLoading => Original is { } message && (message.Flags & Message.Loading) != 0;
}
