using CommunityIntel.Domain.Messages;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Names that people chose, inside text that Discord formats.</summary>
public static class Markdown
{
    /// <summary>Shown as it is written: no formatting, no mention, no link, one line.</summary>
    public static string Plain(string text) => PlainText.Of(text);
}
