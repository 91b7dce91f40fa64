namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>Where this server is reached; known once Kestrel listens.</summary>
public sealed class GatewayAddress
{
    /// <summary>For example <c>http://127.0.0.1:5005</c>.</summary>
    public string Http { get; set; } = "";

    public string Gateway => Http.Replace("http://", "ws://", StringComparison.Ordinal);
}
