namespace CommunityIntel.Discord.Gateway;

/// <summary>Why a shard ended for good.</summary>
/// <param name="State"><see cref="ShardState.FatallyClosed"/> or <see cref="ShardState.Stopped"/>.</param>
/// <param name="CloseCode">Discord's close code; null when we stopped by ourselves.</param>
/// <param name="Reason">What an operator should know or do.</param>
/// <param name="Session">Where the next owner may resume; null when the session is gone.</param>
public sealed record GatewayConnectionFrame(ShardState State, int? CloseCode, string Reason, GatewaySession? Session)
{
    public bool IsFatal => State == ShardState.FatallyClosed;
}
