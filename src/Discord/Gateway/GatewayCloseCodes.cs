using System.Collections.Frozen;

namespace CommunityIntel.Discord.Gateway;

/// <summary>What to do when a connection ends with a close code.</summary>
public enum GatewayCloseAction
{
    Resume,
    /// <summary>The session is gone: a new one has to be identified.</summary>
    Identify,
    /// <summary>Connecting again cannot help.</summary>
    Fatal,
}

/// <summary>Discord's close codes (Discord API reference, Gateway Close Event Codes) and our answer to each.</summary>
public static class GatewayCloseCodes
{
    /// <summary>Ours: keeps the session for a resume, from here or from another process.</summary>
    public const int Resumable = 4200;

    /// <summary>Ends the session and shows the bot offline.</summary>
    public const int Normal = 1000;

    public const int RateLimited = 4008;

    private static readonly FrozenDictionary<int, (GatewayCloseAction Action, string Meaning)> Table =
        new Dictionary<int, (GatewayCloseAction, string)>
        {
            [4000] = (GatewayCloseAction.Resume, "unknown error"),
            [4001] = (GatewayCloseAction.Resume, "we sent an unknown op code"),
            [4002] = (GatewayCloseAction.Resume, "we sent something that could not be decoded"),
            [4003] = (GatewayCloseAction.Identify, "not authenticated, or the session was invalidated"),
            [4004] = (GatewayCloseAction.Fatal, "the bot token is not valid: check Discord:Token"),
            [4005] = (GatewayCloseAction.Resume, "we identified twice"),
            [4007] = (GatewayCloseAction.Identify, "the sequence to resume from is not valid"),
            [RateLimited] = (GatewayCloseAction.Resume, "we sent too fast"),
            [4009] = (GatewayCloseAction.Identify, "the session timed out"),
            [4010] = (GatewayCloseAction.Fatal, "the shard is not valid: check Discord:ShardCount"),
            [4011] = (GatewayCloseAction.Fatal, "too many guilds for this many shards: raise Discord:ShardCount"),
            [4012] = (GatewayCloseAction.Fatal, "the gateway version is no longer served"),
            [4013] = (GatewayCloseAction.Fatal, "the intents are not valid"),
            [4014] = (GatewayCloseAction.Fatal,
                "a privileged intent is not allowed: switch on Server Members (and Message Content if used) in the developer portal, Bot page"),
        }.ToFrozenDictionary();

    /// <summary>Codes that are not in the table, and no code at all, are worth a resume: Discord says when it is not.</summary>
    public static GatewayCloseAction ActionFor(int? code) =>
        code is { } known && Table.TryGetValue(known, out var entry) ? entry.Action : GatewayCloseAction.Resume;

    public static string MeaningOf(int? code) => code switch
    {
        null => "connection lost",
        { } known when Table.TryGetValue(known, out var entry) => entry.Meaning,
        _ => "closed by the server",
    };
}
