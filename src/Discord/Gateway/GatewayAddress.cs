namespace CommunityIntel.Discord.Gateway;

/// <summary>Gateway addresses: the version, encoding and compression that we speak go into the query.</summary>
internal static class GatewayAddress
{
    public static bool IsUsable(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "ws" or "wss" or "http" or "https";

    public static Uri WithQuery(Uri gateway, GatewayCompression compression)
    {
        var address = new UriBuilder(gateway);
        address.Scheme = address.Scheme switch { "http" => "ws", "https" => "wss", var other => other };
        if (gateway.IsDefaultPort)
            address.Port = -1;
        var query = "v=10&encoding=json" + (compression == GatewayCompression.ZlibStream ? "&compress=zlib-stream" : "");
        address.Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{query}" : query;
        return address.Uri;
    }
}
