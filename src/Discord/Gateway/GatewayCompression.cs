namespace CommunityIntel.Discord.Gateway;

/// <summary>Transport compression of a gateway connection.</summary>
public enum GatewayCompression
{
    None,
    /// <summary>One zlib context per connection; each payload ends in a sync flush.</summary>
    ZlibStream,
}
