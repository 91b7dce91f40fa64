using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Xp;

/// <summary>What rules mean for somebody who talks: about how many messages a level takes, and how long at the least.</summary>
public sealed record XpEffect(long Messages, TimeSpan Earliest)
{
    private const int BlockMinutes = 10;

    /// <summary>Null when messages earn nothing.</summary>
    /// <param name="total">XP that is wanted; null = there is no such level.</param>
    public static XpEffect? OfMessages(MessageXp message, long? total)
    {
        ArgumentNullException.ThrowIfNull(message);
        var average = (message.Minimum + message.Maximum) / 2m;
        if (average <= 0 || total is not { } wanted)
            return null;
        var messages = (long)Math.Ceiling(wanted / average);
        // The first one earns at once; a block may begin right after the first and end right before the last.
        return new(messages, message.OncePerBlock
            ? TimeSpan.FromMinutes(Math.Max(0, messages - 2) * BlockMinutes)
            : TimeSpan.FromSeconds((messages - 1) * (long)message.CooldownSeconds));
    }
}
