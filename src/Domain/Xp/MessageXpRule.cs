namespace CommunityIntel.Domain.Xp;

/// <summary>How often a member's messages earn.</summary>
public enum XpPace
{
    /// <summary>Not again within the cooldown after a message that earned.</summary>
    Cooldown = 0,

    /// <summary>Once in every block of ten minutes of the clock.</summary>
    ActiveBlock = 1,
}

/// <summary>
/// What is known of a message's text where it may be read; the text itself is not kept. <c>Length</c> in characters without white space
/// at the ends, <c>Fingerprint</c> equal for equal texts, <c>IsCommand</c>: it speaks to a bot.
/// </summary>
public readonly record struct MessageText(int Length, long Fingerprint, bool IsCommand);

/// <summary>
/// What a message earns: a draw between two bounds, so often as the pace allows. The draw comes from the message id and the
/// pace goes by the message's own time, so that applying a message again elsewhere gives the same result.
/// Defaults are MEE6's: 15 to 25 XP, 60 seconds.
/// </summary>
public sealed record MessageXpRule(int Minimum, int Maximum, long CooldownMs)
{
    /// <summary>Largest draw (XP).</summary>
    public const int MostXp = 10_000;

    /// <summary>Characters of a message (Discord API reference, Create Message, with Nitro).</summary>
    public const int LongestText = 4_000;

    public const long LongestCooldownMs = 24 * 60 * 60 * 1000L;

    private const long BlockMs = 10 * 60 * 1000L;

    public static MessageXpRule Default { get; } = new(15, 25, 60_000);

    public XpPace Pace { get; init; }

    /// <summary>Shorter texts earn nothing; 0 = any length does. Needs text that may be read, as the next two do.</summary>
    public int MinimumLength { get; init; }

    /// <summary>The same text as the member's last one earns nothing.</summary>
    public bool IgnoresRepeats { get; init; }

    public bool IgnoresCommands { get; init; }

    /// <summary>How long after a message that earned the next one surely does (ms).</summary>
    public long LongestWaitMs => Pace == XpPace.ActiveBlock ? BlockMs : CooldownMs;

    /// <summary>XP for a message of that time, 0 while it is too soon. <paramref name="lastAwardMs"/> is the time of the last message that earned; null = none did.</summary>
    public int Award(long messageId, long messageMs, long? lastAwardMs) => IsTooSoon(messageMs, lastAwardMs) ? 0 : Draw(messageId);

    /// <summary>False when the rule lets such a text earn nothing; a text that is not known passes.</summary>
    public bool Accepts(MessageText? text, long? lastFingerprint) => text is not { } t
        || (t.Length >= MinimumLength && !(IgnoresRepeats && t.Fingerprint == lastFingerprint) && !(IgnoresCommands && t.IsCommand));

    /// <summary>Evenly spread over both bounds inclusive.</summary>
    public int Draw(long messageId) => Minimum + (int)(Mix((ulong)messageId) % (ulong)(Maximum - Minimum + 1));

    /// <summary>Why no guild could mean this; empty = it can be used.</summary>
    public IEnumerable<XpRuleRefusal> Refusals()
    {
        if (Minimum < 0 || Maximum < Minimum || Maximum > MostXp) yield return new XpRuleRefusal(XpRuleFault.MessageXp);
        if (CooldownMs is < 0 or > LongestCooldownMs) yield return new XpRuleRefusal(XpRuleFault.Cooldown);
        if (MinimumLength is < 0 or > LongestText) yield return new XpRuleRefusal(XpRuleFault.MessageLength);
        if (!Enum.IsDefined(Pace)) yield return new XpRuleRefusal(XpRuleFault.Unknown);
    }

    private bool IsTooSoon(long messageMs, long? lastAwardMs) => lastAwardMs is { } last
        && (Pace == XpPace.ActiveBlock ? messageMs / BlockMs <= last / BlockMs : messageMs < last + CooldownMs);

    // SplitMix64's finaliser: neighbouring ids give unrelated draws.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
