namespace CommunityIntel.Discord.Gateway;

/// <summary>What arrived cannot be used, and neither can the rest of this connection.</summary>
internal sealed class PayloadRejectedException(string reason, Exception? inner = null) : IOException(reason, inner);
