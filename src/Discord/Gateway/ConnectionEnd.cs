namespace CommunityIntel.Discord.Gateway;

internal enum NextStep
{
    Resume,
    Identify,
    Fatal,
    Stop,
}

/// <summary>Why a connection ended and what comes next.</summary>
/// <param name="Reason">Short, one of a small set: it is a metric's tag.</param>
internal sealed record ConnectionEnd(NextStep Next, string Reason)
{
    /// <summary>The peer's close code.</summary>
    public int? CloseCode { get; init; }

    /// <summary>The code that we close with.</summary>
    public int SendCode { get; init; } = GatewayCloseCodes.Resumable;

    /// <summary>A pause before the next attempt that this end asks for; null leaves it to the back-off.</summary>
    public TimeSpan? Pause { get; init; }

    public static ConnectionEnd ByPeer(int? code) => new(
        GatewayCloseCodes.ActionFor(code) switch
        {
            GatewayCloseAction.Fatal => NextStep.Fatal,
            GatewayCloseAction.Identify => NextStep.Identify,
            _ => NextStep.Resume,
        },
        GatewayCloseCodes.MeaningOf(code))
    {
        CloseCode = code,
        Pause = code == GatewayCloseCodes.RateLimited ? TimeSpan.FromSeconds(5) : null,
    };

    /// <summary>Op 9; the pause of 1–5 s keeps shards from coming back all at once.</summary>
    public static ConnectionEnd InvalidSession(bool isResumable) => new(
        isResumable ? NextStep.Resume : NextStep.Identify, isResumable ? "invalid session, resumable" : "invalid session")
    {
        Pause = TimeSpan.FromSeconds(1 + (4 * Random.Shared.NextDouble())),
    };
}
